export {
  ANY,
  type Bus,
  type BusLog,
  type DeadMessage,
  type Delivery,
  type Handler,
  type Message,
  type MessageStore,
  PermanentError,
  RetryLater,
  type Subscription,
  type Worker,
} from './bus.js';
export { type MemoryBusOptions, openMemoryBus } from './memory/memory.js';
export type { NatsBusOptions } from './nats/nats.js';
export { openNatsBus } from './nats/open.js';
export { missingStreams } from './nats/streams.js';
