/**
 * Time that this process has had of the processor, ms: other processes may keep it from a test, which is no fault of what is tested.
 *
 * @param started an earlier reading, from which on is counted
 */
export const processorTime = (started = 0): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000 - started;
};
