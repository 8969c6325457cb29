/**
 * The tail of the normal distribution, which JavaScript does not have.
 */

/** The probability that a standard normal variable is at least z, for z ≥ 0; exact to some fourteen digits, far out as well. */
export function normalTail(z: number): number {
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  return z < 3 ? 0.5 - density * seriesOf(z) : density / fractionOf(z);
}

/** z + z³/3 + z⁵/(3·5) + …: quick near the middle, useless in the tail, of which the difference to a half leaves nothing. */
function seriesOf(z: number): number {
  let term = z;
  let sum = z;
  for (let odd = 3; term > sum * Number.EPSILON; odd += 2) {
    term *= (z * z) / odd;
    sum += term;
  }
  return sum;
}

/** z + 1/(z + 2/(z + 3/(z + …))), from the inside out. */
function fractionOf(z: number): number {
  let value = z;
  for (let step = 200; step > 0; step--) value = z + step / value;
  return value;
}
