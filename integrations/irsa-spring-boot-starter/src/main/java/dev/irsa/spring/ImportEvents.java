package dev.irsa.spring;

import dev.irsa.IrsaListener;
import dev.irsa.credentials.IdentitySource;
import dev.irsa.credentials.IrsaEvent;
import dev.irsa.internal.config.Configuration;
import dev.irsa.internal.events.LoggingListener;
import dev.irsa.sdk.v2.IrsaCredentialsProvider;
import java.util.EnumMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens before an application has a log and meters: Spring Boot's log drops all lines until
 * the environment is complete. Keeps the first hundred events. Thread-safe.
 */
final class ImportEvents implements IrsaListener {

  private static final int MOST = 100;
  private static final Logger LOG = LoggerFactory.getLogger("dev.irsa");

  private final Queue<IrsaEvent> unlogged = new ConcurrentLinkedQueue<>();
  private final Queue<IrsaEvent> uncounted = new ConcurrentLinkedQueue<>();
  private volatile @Nullable IrsaListener meters;

  /** How many other identities were reported before. */
  private final int reported = IrsaCredentialsProvider.foreignIdentities().size();

  private final boolean isLogLost = !LOG.isWarnEnabled();

  @Override
  public void onEvent(IrsaEvent event) {
    if (!LOG.isWarnEnabled() && unlogged.size() < MOST) {
      unlogged.add(event);
    }
    if (meters != null || uncounted.size() < MOST) {
      uncounted.add(event);
    }
    forward();
  }

  /** Passes all events on: those until now, and later ones. */
  void forwardTo(IrsaListener listener) {
    meters = listener;
    forward();
  }

  private void forward() {
    IrsaListener counting = meters;
    while (counting != null) {
      IrsaEvent event = uncounted.poll();
      if (event == null) {
        return;
      }
      counting.onEvent(event);
    }
  }

  /** Writes the lines that were lost, in the words of the core, once there is a log. */
  void sayAgain(ProviderFactory factory) {
    if (isLogLost) {
      IrsaCredentialsProvider.foreignIdentities().stream().skip(reported).forEach(this::sayAgain);
    }
    Map<IdentitySource, LoggingListener> logs = new EnumMap<>(IdentitySource.class);
    for (IrsaEvent event = unlogged.poll(); event != null; event = unlogged.poll()) {
      logs.computeIfAbsent(event.source(), source -> log(factory.configuration(source)))
          .accept(event);
    }
  }

  private void sayAgain(IrsaEvent.ForeignIdentity report) {
    LOG.warn(
        "Another identity{}: {} {} of spring.config.import is signed by {}, and not by the pod's"
            + " role",
        report.isDenied() ? " was denied" : "",
        report.service(),
        report.operation(),
        report.identity());
  }

  private static LoggingListener log(Configuration of) {
    return new LoggingListener(of.subject(), of, of.notes(), of.warnings());
  }
}
