import type { validationAnalogEn } from './validation-analog.en.ts';

/** `chokepoint validate analog` 认得的各类文件的中文名。 */
export const validationAnalogZh: typeof validationAnalogEn = {
  'analog/crossbar': '含导线电阻的交叉阵列（badcrossbar 求解）',
  'analog/crossbar-same-input': '同一交叉阵列（CrossSim 求解）',
  'analog/crossbar-weights': 'CrossSim 的权重映射与乘法',
  'analog/inversion': '闭环求逆电路（ngspice 仿真）',
  'analog/instability': '不稳定的求逆电路',
  'analog/regression': '一步回归电路',
  'analog/circuit-summary': '电路仿真汇总',
  'analog/closed-loop-wire': '闭环求逆中的导线电阻（未给出矩阵）',
  'analog/convergence': '模拟求逆加精化迭代',
  'analog/block-inversion': '用小阵列分块求逆',
  'analog/exactness': '位片乘法的精确程度',
  'analog/detection': '天线检测的误码率',
  'analog/settings': '转换器位数、读噪声与漂移',
  'analog/methods': '同一阵列上各方法的迭代次数',
};
