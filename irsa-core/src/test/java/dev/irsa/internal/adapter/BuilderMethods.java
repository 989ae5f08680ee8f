package dev.irsa.internal.adapter;

import dev.irsa.IrsaCredentials;
import dev.irsa.IrsaListener;
import dev.irsa.internal.adapter.Adapter.Driven;
import dev.irsa.internal.adapter.Adapter.DrivenBuilder;
import java.net.URI;
import java.nio.file.Path;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The methods of a builder of an adapter.
 *
 * @param <B> the type of the builder
 * @param <C> the SDK's type of credentials
 */
public record BuilderMethods<B, C>(
    BiFunction<B, String, B> roleArn,
    BiFunction<B, String, B> region,
    BiFunction<B, URI, B> containerUri,
    BiFunction<B, Path, B> containerTokenFile,
    BiFunction<B, IrsaListener, B> listener,
    BiFunction<B, Boolean, B> eager,
    BiFunction<B, Consumer<IrsaCredentials.Builder>, B> configure,
    Function<B, Driven<C>> build) {

  /** Returns a builder, as the contracts use it. */
  public DrivenBuilder<C> of(B builder) {
    return new DrivenBuilder<>() {
      @Override
      public DrivenBuilder<C> roleArn(String arn) {
        return of(roleArn.apply(builder, arn));
      }

      @Override
      public DrivenBuilder<C> region(String name) {
        return of(region.apply(builder, name));
      }

      @Override
      public DrivenBuilder<C> container(URI uri, Path tokenFile) {
        return of(containerTokenFile.apply(containerUri.apply(builder, uri), tokenFile));
      }

      @Override
      public DrivenBuilder<C> addListener(IrsaListener added) {
        return of(listener.apply(builder, added));
      }

      @Override
      public DrivenBuilder<C> eager() {
        return of(eager.apply(builder, true));
      }

      @Override
      public DrivenBuilder<C> configure(Consumer<IrsaCredentials.Builder> settings) {
        return of(configure.apply(builder, settings));
      }

      @Override
      public Driven<C> build() {
        return build.apply(builder);
      }
    };
  }
}
