/**
 * The addresses in the network of a node, which it shares with nobody but Toxiproxy: subnets of eight addresses
 * each, because Docker's own pools hold about 31 networks, too few for two clusters.
 */

export interface Subnet {
  cidr: string;
  toxiproxy: string;
  node: string;
}

/** How many there are in a range. */
export const subnetCount = 8192;

/** The subnet of that number in a range, which is given by the first half of its addresses, such as `10.219`. */
export function subnetAt(range: string, index: number): Subnet {
  const base = (index % subnetCount) * 8;
  const address = (host: number) => `${range}.${Math.floor((base + host) / 256)}.${(base + host) % 256}`;
  // The first address names the network, the second is the one that Docker takes for itself.
  return { cidr: `${address(0)}/29`, toxiproxy: address(2), node: address(3) };
}
