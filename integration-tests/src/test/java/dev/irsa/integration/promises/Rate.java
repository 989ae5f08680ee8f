package dev.irsa.integration.promises;

import dev.irsa.testkit.server.RequestRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** How many calls come within how long. */
final class Rate {

  private Rate() {}

  /** Fails when more than so many calls lie nearer to each other than this. */
  static void require(List<RequestRecord> calls, int most, Duration within, String what) {
    List<Instant> arrivals = calls.stream().map(RequestRecord::arrivedAt).sorted().toList();
    for (int i = most; i < arrivals.size(); i++) {
      Duration apart = Duration.between(arrivals.get(i - most), arrivals.get(i));
      Promise.FEW_CALLS.require(
          apart.compareTo(within) >= 0, (most + 1) + " calls for " + what + ", in " + apart);
    }
  }
}
