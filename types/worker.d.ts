// The compiler knows this of service workers, but gives it only to a script that says which kind of
// worker it is by a syntax that no browser reads.
declare const clients: Clients;
declare const registration: ServiceWorkerRegistration & { readonly sync?: SyncManager };
declare function skipWaiting(): Promise<void>;
declare function addEventListener<K extends keyof ServiceWorkerGlobalScopeEventMap>(
  type: K,
  listener: (event: ServiceWorkerGlobalScopeEventMap[K]) => any,
): void;

// What only some browsers have, and the compiler does not know.
interface SyncManager {
  register(tag: string): Promise<void>;
}
interface SyncEvent extends ExtendableEvent {
  readonly tag: string;
}
interface NotificationOptions {
  actions?: { action: string; title: string }[];
}
interface ServiceWorkerGlobalScopeEventMap {
  sync: SyncEvent;
}
