package dev.irsa.internal.adapter;

import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * A provider of the SDK in a chain. Its calls may block.
 *
 * @param provider returns credentials
 * @param refreshing refreshes the credentials and returns true, or returns false
 * @param closing closes the provider, or does nothing
 */
public record SdkProvider<C>(
    String name, Supplier<C> provider, BooleanSupplier refreshing, Runnable closing)
    implements SdkCredentialsSource<C> {

  @Override
  public C credentials() {
    return provider.get();
  }

  @Override
  public boolean refresh() {
    return refreshing.getAsBoolean();
  }

  @Override
  public void close() {
    closing.run();
  }
}
