/** What `chokepoint validate analog` calls the kinds of files it knows, in English. `validation-analog.zh.ts` must give the same keys. */
export const validationAnalogEn = {
  'analog/crossbar': 'crossbar with wires, solved by badcrossbar',
  'analog/crossbar-same-input': 'the same crossbar, solved by CrossSim',
  'analog/crossbar-weights': 'weights mapped and multiplied by CrossSim',
  'analog/inversion': 'closed-loop inversion circuit, simulated by ngspice',
  'analog/instability': 'unstable inversion circuit',
  'analog/regression': 'one-step regression circuit',
  'analog/circuit-summary': 'summary of circuit simulations',
  'analog/closed-loop-wire': 'wires in closed-loop inversion, matrices not given',
  'analog/convergence': 'refinement by analog inversion',
  'analog/block-inversion': 'block inversion by small arrays',
  'analog/exactness': 'exactness of the sliced product',
  'analog/detection': 'bit errors of antenna detection',
  'analog/settings': 'converters, read noise and drift',
  'analog/methods': 'iterations by method on the same arrays',
};
