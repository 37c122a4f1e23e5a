/** Where a delivery is killed, in its order. */
export const DELIVERY_POINTS = ['afterClaim', 'afterBegin', 'afterSend', 'afterSettle'] as const;

export type DeliveryPoint = (typeof DELIVERY_POINTS)[number];

/** What the child is told. */
export interface DeliveryJob {
  /** The SQLite file. */
  readonly location: string;
  readonly crashPoint: DeliveryPoint;
}
