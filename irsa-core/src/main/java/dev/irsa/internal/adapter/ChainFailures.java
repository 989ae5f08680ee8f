package dev.irsa.internal.adapter;

import dev.irsa.credentials.CredentialsException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What went wrong on the way through a chain. Not thread-safe. */
final class ChainFailures {

  private static final String INDENTED = "\n    ";

  private final StringBuilder text =
      new StringBuilder("No AWS credentials from any provider of the chain:");
  private final List<Throwable> failures = new ArrayList<>();
  private @Nullable Throwable ours;

  /** Adds a failure. A list that its message holds is indented under the provider's name. */
  void add(CredentialsSource<?> provider, Throwable failure) {
    text.append("\n  - ")
        .append(provider.name())
        .append(": ")
        .append(String.valueOf(failure.getMessage()).replace("\n", INDENTED));
    failures.add(failure);
    if (failure.getCause() instanceof CredentialsException why) {
      ours = why;
    }
  }

  /** Returns one exception that keeps all, whose cause is why there is no web identity. */
  RuntimeException all(SdkTypes<?> sdk) {
    return sdk.exceptionOfAll(text.toString(), ours, failures);
  }
}
