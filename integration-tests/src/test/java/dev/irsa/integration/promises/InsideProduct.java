package dev.irsa.integration.promises;

import com.amazonaws.auth.AWSCredentialsProvider;
import dev.irsa.IrsaCredentials;
import dev.irsa.credentials.IrsaEvent;
import dev.irsa.credentials.RoleRequest;
import dev.irsa.credentials.SessionCredentials;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** The doors themselves; {@link Product} loads this class anew beside the product's own. */
public final class InsideProduct implements Doors {

  @Override
  public Door open(Kind kind, HistorySettings settings) {
    Consumer<IrsaCredentials.Builder> core = builder -> apply(settings, builder);
    return switch (kind) {
      case V1 -> {
        var made = dev.irsa.sdk.v1.IrsaCredentialsProvider.builder().configure(core).build();
        yield new OfV1(made, made::close, () -> made.status().state().toString());
      }
      case V2, V2_ASYNC -> {
        var made = dev.irsa.sdk.v2.IrsaCredentialsProvider.builder().configure(core).build();
        yield new OfV2(made, made::close, made);
      }
      case CORE -> {
        IrsaCredentials.Builder builder = IrsaCredentials.builder();
        core.accept(builder);
        yield new OfCore(builder.build());
      }
    };
  }

  @Override
  public Door chain(Kind kind) {
    if (kind == Kind.V1) {
      var chain = dev.irsa.sdk.v1.IrsaCredentialsProviderChain.getInstance();
      return new OfV1(chain, chain::close, () -> "a chain");
    }
    var chain = dev.irsa.sdk.v2.IrsaCredentialsProviderChain.create();
    return new OfV2(chain, chain::close, null);
  }

  @Override
  public void discardAll() {
    IrsaCredentials.discardAll();
  }

  private static void apply(HistorySettings settings, IrsaCredentials.Builder builder) {
    builder
        .environment(settings.environment())
        .deadline(settings.deadline())
        .maxRoles(settings.mostRoles());
    if (settings.executor() != null) {
      builder.executor(settings.executor());
    }
    if (settings.listener() != null) {
      builder.addListener(event -> settings.listener().accept(text(event)));
    }
  }

  private static String text(IrsaEvent event) {
    return event.getClass().getSimpleName() + " " + event.roleArn();
  }

  private record OfCore(IrsaCredentials handle) implements Door {
    @Override
    public String key() {
      return handle.credentials().accessKeyId();
    }

    @Override
    public CompletableFuture<String> keyAsync() {
      return handle.credentialsAsync().thenApply(SessionCredentials::accessKeyId);
    }

    @Override
    public String secret() {
      return handle.credentials().secretAccessKey();
    }

    @Override
    public boolean refresh() {
      return handle.refresh();
    }

    @Override
    public String state() {
      return handle.status().state().toString();
    }

    @Override
    public Door role(String roleArn) {
      return new OfCore(handle.forRole(roleArn));
    }

    @Override
    public Object provider() {
      return handle;
    }

    @Override
    public void close() {
      handle.close();
    }
  }

  private record OfV1(AWSCredentialsProvider provider, Runnable end, Supplier<String> states)
      implements Door {
    @Override
    public String key() {
      return provider.getCredentials().getAWSAccessKeyId();
    }

    @Override
    public CompletableFuture<String> keyAsync() {
      return null;
    }

    @Override
    public String secret() {
      return provider.getCredentials().getAWSSecretKey();
    }

    @Override
    public boolean refresh() {
      String before = key();
      provider.refresh();
      return !key().equals(before);
    }

    @Override
    public String state() {
      return states.get();
    }

    @Override
    public Door role(String roleArn) {
      throw new UnsupportedOperationException("SDK 1.x chains no roles");
    }

    @Override
    public void close() {
      end.run();
    }
  }

  private record OfV2(
      AwsCredentialsProvider provider, Runnable end, dev.irsa.sdk.v2.IrsaCredentialsProvider own)
      implements Door {
    @Override
    public String key() {
      return provider.resolveCredentials().accessKeyId();
    }

    @Override
    public CompletableFuture<String> keyAsync() {
      return provider.resolveIdentity().thenApply(AwsCredentialsIdentity::accessKeyId);
    }

    @Override
    public String secret() {
      return provider.resolveCredentials().secretAccessKey();
    }

    @Override
    public boolean refresh() {
      return own.refresh();
    }

    @Override
    public String state() {
      return own.status().state().toString();
    }

    @Override
    public Door role(String roleArn) {
      var chained = own.chainedRole(RoleRequest.of(roleArn));
      return new OfV2(chained, chained::close, null);
    }

    @Override
    public void close() {
      end.run();
    }
  }
}
