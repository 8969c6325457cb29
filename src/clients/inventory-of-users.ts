/**
 * What a broker tells of users: what they may do (ACLs), how much (quotas), and how they prove who they are (SCRAM).
 */
import {
  type Acl,
  AclOperations,
  AclPermissionTypes,
  type Connection,
  describeAclsV3,
  describeClientQuotasV1,
  describeUserScramCredentialsV0,
  ResourcePatternTypes,
  ResourceTypes,
  ScramMechanisms,
} from '@platformatic/kafka';
import { namesOf } from './admin.ts';

export type ByName<T> = Readonly<Record<string, T>>;

const anyAcl = {
  ...{ resourceType: ResourceTypes.ANY, resourceName: null, resourcePatternType: ResourcePatternTypes.ANY },
  ...{ principal: null, host: null, operation: AclOperations.ANY, permissionType: AclPermissionTypes.ANY },
};

export async function acls(connection: Connection): Promise<readonly string[] | null> {
  try {
    const { resources } = await describeAclsV3.api.async(connection, anyAcl);
    return resources
      .flatMap(({ acls: those, ...resource }) => those.map((each) => aclInWords({ ...resource, ...each })))
      .sort();
  } catch (error) {
    if (namesOf(error).includes('SECURITY_DISABLED')) return null;
    throw error;
  }
}

/** "User:a from host * ALLOW READ on TOPIC orders (LITERAL)". */
export function aclInWords(acl: Acl): string {
  const right = `${nameIn(AclPermissionTypes, acl.permissionType)} ${nameIn(AclOperations, acl.operation)}`;
  const resource = `${nameIn(ResourceTypes, acl.resourceType)} ${acl.resourceName}`;
  const pattern = nameIn(ResourcePatternTypes, acl.resourcePatternType);
  return `${acl.principal} from host ${acl.host} ${right} on ${resource} (${pattern})`;
}

/** The name of a value; one that the library does not know stays a number. */
function nameIn(names: ByName<number>, value: number): string {
  return Object.entries(names).find(([, each]) => each === value)?.[0] ?? String(value);
}

export async function quotas(connection: Connection): Promise<ByName<ByName<number>>> {
  // No component, and not strictly only what has none: all.
  const { entries } = await describeClientQuotasV1.api.async(connection, [], false);
  return Object.fromEntries(
    (entries ?? []).map(({ entity, values }) => [
      quotaEntity(entity),
      Object.fromEntries(values.map(({ key, value }) => [key, value])),
    ]),
  );
}

/** "client-id c, user <default>". */
export function quotaEntity(
  entity: readonly { entityType: string; entityName?: string | null | undefined }[],
): string {
  return entity
    .map(({ entityType, entityName }) => `${entityType} ${entityName ?? '<default>'}`)
    .sort()
    .join(', ');
}

export async function scramUsers(connection: Connection): Promise<ByName<ByName<number>>> {
  const { results } = await describeUserScramCredentialsV0.api.async(connection, []);
  return Object.fromEntries(
    results.map(({ user, credentialInfos }) => [
      user,
      Object.fromEntries(
        credentialInfos.map((each) => [nameIn(ScramMechanisms, each.mechanism), each.iterations]),
      ),
    ]),
  );
}
