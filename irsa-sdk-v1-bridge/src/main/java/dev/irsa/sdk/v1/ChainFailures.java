package dev.irsa.sdk.v1;

import com.amazonaws.auth.AWSCredentialsProvider;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What went wrong on the way through a chain. Not thread-safe. */
final class ChainFailures {

  private final StringBuilder text =
      new StringBuilder("No AWS credentials from any provider of the chain:");
  private final List<Throwable> failures = new ArrayList<>();
  private @Nullable Throwable ours;

  void add(AWSCredentialsProvider provider, Throwable failure) {
    text.append("\n  - ")
        .append(provider.getClass().getSimpleName())
        .append(": ")
        .append(failure.getMessage());
    failures.add(failure);
    if (failure instanceof IrsaCredentialsException) {
      ours = failure.getCause();
    }
  }

  /** Returns one error that keeps all, whose cause is why there is no IRSA. */
  IrsaCredentialsException all() {
    return IrsaCredentialsException.ofAll(text.toString(), ours, failures);
  }
}
