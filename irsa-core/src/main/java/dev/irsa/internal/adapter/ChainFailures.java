package dev.irsa.internal.adapter;

import dev.irsa.credentials.CredentialsException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects the failures of the providers of a chain. Not thread-safe. */
final class ChainFailures {

  private static final String INDENTED = "\n    ";

  private final StringBuilder text =
      new StringBuilder("No AWS credentials from any provider of the chain:");
  private final List<Throwable> failures = new ArrayList<>();
  private @Nullable Throwable irsaFailure;

  /** Adds a failure. The lines of its message are indented below the provider's name. */
  void add(CredentialsSource<?> provider, Throwable failure) {
    text.append("\n  - ")
        .append(provider.name())
        .append(": ")
        .append(String.valueOf(failure.getMessage()).replace("\n", INDENTED));
    failures.add(failure);
    if (failure.getCause() instanceof CredentialsException cause) {
      irsaFailure = cause;
    }
  }

  /** Returns an exception with all failures. Its cause says why the pod's role is unavailable. */
  RuntimeException all(SdkTypes<?> sdk) {
    return sdk.exceptionOfAll(text.toString(), irsaFailure, failures);
  }
}
