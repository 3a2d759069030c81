import { hoursPerYear, monthsPerYear, type Quantity, quantity, wattsPerKilowatt } from '#quantity';

export interface ExposureCostInput {
  /** Price of the scanner. */
  readonly price: Quantity<'USD'>;
  /** Price of the coat and develop track that is linked to it. */
  readonly trackPrice: Quantity<'USD'>;
  /** Years over which both are written off. */
  readonly life: Quantity<'yr'>;
  /** Maintenance in a year, as a share of their price. */
  readonly maintenance: Quantity<'1/yr'>;
  /** Building, staff and facilities, as a share of what the tools cost. */
  readonly overhead: Quantity<'1'>;
  /** Wafers in an hour by the data sheet. */
  readonly throughput: Quantity<'wafer/h'>;
  /** Share of the data sheet's rate that a fab gets over all hours: availability, utilisation and the recipe together. */
  readonly efficiency: Quantity<'1'>;
  /** Electric power of the scanner, drawn at all hours. */
  readonly power: Quantity<'W'>;
  /** Price of electricity. */
  readonly electricityPrice: Quantity<'USD/kWh'>;
  /** Resist and the films below and above it, for one wafer. */
  readonly resist: Quantity<'USD/wafer'>;
}

/** What one pass of a wafer through scanner and track takes. */
export interface ExposureCost {
  /** Exposures in a month. */
  readonly capacity: Quantity<'wafer/month'>;
  readonly scanner: Quantity<'USD/wafer'>;
  readonly track: Quantity<'USD/wafer'>;
  readonly resist: Quantity<'USD/wafer'>;
  readonly electricity: Quantity<'USD/wafer'>;
  readonly total: Quantity<'USD/wafer'>;
  readonly energy: Quantity<'kWh/wafer'>;
  /** The largest part. */
  readonly binding: 'scanner' | 'track' | 'resist' | 'electricity';
}

/**
 * Cost of one pass of a wafer through a scanner and its track.
 *
 * @equation c = \frac{(P + P_t)(1/L + m)(1 + o)}{8766\, w\, \eta} + r + \frac{p\,\tau}{w\,\eta}
 * @param input prices, life, maintenance, rate and efficiency, power and its price, resist
 */
export const exposureCost = ({
  price,
  trackPrice,
  life,
  maintenance,
  overhead,
  throughput,
  efficiency,
  power,
  electricityPrice,
  resist,
}: ExposureCostInput): ExposureCost => {
  const perHour = throughput * efficiency;
  const perYear = perHour * hoursPerYear;
  const share = ((1 / life + maintenance) * (1 + overhead)) / perYear;
  const scanner = price * share;
  const track = trackPrice * share;
  const energy = power / wattsPerKilowatt / perHour;
  const electricity = energy * electricityPrice;
  const most = Math.max(scanner, track, resist, electricity);
  return {
    capacity: quantity(perYear / monthsPerYear, 'wafer/month'),
    scanner: quantity(scanner, 'USD/wafer'),
    track: quantity(track, 'USD/wafer'),
    resist,
    electricity: quantity(electricity, 'USD/wafer'),
    total: quantity(scanner + track + resist + electricity, 'USD/wafer'),
    energy: quantity(energy, 'kWh/wafer'),
    binding: most === scanner ? 'scanner' : most === track ? 'track' : most === resist ? 'resist' : 'electricity',
  };
};
