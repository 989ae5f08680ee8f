package dev.irsa.doctor.internal.probe;

import dev.irsa.internal.http.HostResolver;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Resolves names within a time limit, and remembers the addresses. The system's resolver may wait
 * half a minute for a name server that does not answer. Used by one call.
 */
final class BoundedResolver implements HostResolver {

  private final HostResolver delegate;
  private final Duration bound;
  private List<InetAddress> resolved = List.of();

  BoundedResolver(HostResolver delegate, Duration bound) {
    this.delegate = delegate;
    this.bound = bound;
  }

  @Override
  public InetAddress[] addresses(String host) throws UnknownHostException {
    FutureTask<InetAddress[]> lookup = new FutureTask<>(() -> delegate.addresses(host));
    Thread thread = new Thread(lookup, "irsa-doctor-dns");
    thread.setDaemon(true);
    thread.start();
    try {
      InetAddress[] addresses = lookup.get(bound.toNanos(), TimeUnit.NANOSECONDS);
      resolved = List.of(addresses);
      return addresses;
    } catch (TimeoutException e) {
      throw new UnknownHostException(host + " was not resolved within " + bound.toMillis() + " ms");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnknownHostException(host + " was not resolved: interrupted");
    } catch (ExecutionException e) {
      throw (UnknownHostException) new UnknownHostException(host).initCause(e);
    }
  }

  /** Returns the addresses of the last name, or an empty list. */
  List<InetAddress> resolved() {
    return resolved;
  }
}
