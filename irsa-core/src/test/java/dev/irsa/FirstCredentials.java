package dev.irsa;

import dev.irsa.config.Environment;
import dev.irsa.config.Overrides;
import dev.irsa.session.Issued;
import java.time.Clock;
import java.time.Duration;
import java.util.function.LongSupplier;

/** A process that does nothing but fetch its first credentials; run by a test. */
final class FirstCredentials {

  private FirstCredentials() {}

  public static void main(String[] arguments) {
    Configuration configuration =
        Configuration.resolve(Environment.system(), Overrides.none(), null, null);
    WebIdentitySource source =
        WebIdentitySource.of(configuration, Clock.systemUTC(), new SystemNanoTime());
    Issued issued = source.attempt(Duration.ofSeconds(50)).run();
    System.out.println(
        "expires "
            + issued.credentials().expiration().getEpochSecond()
            + " key "
            + configuration.key().hashCode());
  }

  private static final class SystemNanoTime implements LongSupplier {
    @Override
    public long getAsLong() {
      return System.nanoTime();
    }
  }
}
