package dev.irsa.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.IrsaCredentials;
import dev.irsa.credentials.CredentialsRequest;
import dev.irsa.fake.ColdCall;
import dev.irsa.fake.FullStack;
import dev.irsa.sdk.v2.IrsaCredentialsProvider;
import dev.irsa.sdk.v2.IrsaCredentialsProviderChain;
import dev.irsa.sdk.v2.RejectedCredentialsInterceptor;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests first calls of the adapters by a caller whose stack is full, like {@code ColdDoorsTest}
 * those of the core, which other callers have entered here.
 */
class ColdAdaptersTest {

  /** A first call. */
  enum Door {
    V2_CREATE(() -> IrsaCredentialsProvider.create()),
    V2_SETTER(new Opened<>(IrsaCredentialsProvider::builder, used -> used.roleSessionName("cold"))),
    V2_BUILD(() -> IrsaCredentialsProvider.builder().build()),
    V2_MAP(() -> IrsaCredentialsProvider.create(Cold.SETTINGS)),
    V2_PROPERTIES(() -> new IrsaCredentialsProvider(properties())),
    V2_ASSIGNMENTS(() -> new IrsaCredentialsProvider(new String[] {"region=eu-west-1"})),
    V2_CHAIN(() -> IrsaCredentialsProviderChain.create()),
    V2_GUARD(() -> IrsaCredentialsProvider.foreignIdentities()),
    V2_INTERCEPTOR(() -> new RejectedCredentialsInterceptor()),
    V2_RESOLVE(of2(used -> used.resolveCredentials())),
    V2_IDENTITY(of2(used -> used.resolveIdentity().isDone())),
    V2_REQUEST(of2(used -> used.forRequest(CredentialsRequest.standard()))),
    V2_ROLE(of2(used -> used.forRole(FullStack.role(1)))),
    V2_REFRESH(of2(used -> used.refresh())),
    V1_INSTANCE(() -> dev.irsa.sdk.v1.IrsaCredentialsProvider.getInstance()),
    V1_SETTER(
        new Opened<>(
            dev.irsa.sdk.v1.IrsaCredentialsProvider::builder,
            used -> used.roleSessionName("cold"))),
    V1_BUILD(() -> dev.irsa.sdk.v1.IrsaCredentialsProvider.builder().build()),
    V1_ASSIGNMENTS(() -> new dev.irsa.sdk.v1.IrsaCredentialsProvider("region=eu-west-1")),
    V1_CHAIN(() -> dev.irsa.sdk.v1.IrsaCredentialsProviderChain.getInstance()),
    V1_GUARD(() -> dev.irsa.sdk.v1.IrsaCredentialsProvider.foreignCalls()),
    V1_HANDLER(() -> new dev.irsa.sdk.v1.IrsaRequestHandler()),
    V1_GET(of1(used -> used.getCredentials())),
    V1_REQUEST(of1(used -> used.forRequest(CredentialsRequest.standard()))),
    V1_ROLE(of1(used -> used.forRole(FullStack.role(1)))),
    V1_STATUS(of1(used -> used.status()));

    @SuppressWarnings("ImmutableEnumChecker") // Nobody changes it.
    private final Supplier<Supplier<@Nullable Object>> preparation;

    Door(Supplier<@Nullable Object> call) {
      this.preparation = () -> call;
    }

    /** Calls what another thread has opened. */
    <T> Door(Opened<T> opened) {
      this.preparation =
          () -> {
            T used = opened.opener.get();
            return () -> opened.call.apply(used);
          };
    }

    private static Properties properties() {
      Properties properties = new Properties();
      properties.putAll(Cold.SETTINGS);
      return properties;
    }

    private static Opened<IrsaCredentialsProvider> of2(
        Function<IrsaCredentialsProvider, @Nullable Object> call) {
      return new Opened<>(IrsaCredentialsProvider::create, call);
    }

    private static Opened<dev.irsa.sdk.v1.IrsaCredentialsProvider> of1(
        Function<dev.irsa.sdk.v1.IrsaCredentialsProvider, @Nullable Object> call) {
      return new Opened<>(dev.irsa.sdk.v1.IrsaCredentialsProvider::new, call);
    }
  }

  /** A call of what is opened before. */
  private record Opened<T>(Supplier<T> opener, Function<T, @Nullable Object> call) {}

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(names = {"V2_MAP", "V1_INSTANCE"})
  void everybodyIsServedAfterTheStackOfTheFirstCallWasFull(Door door) throws Exception {
    ColdCall.playAlone(Cold.class, door, folder);
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"V2_MAP", "V1_INSTANCE"})
  @Tag("deep")
  void everybodyIsServedAfterTheStackOfAnyFirstCallWasFull(Door door) throws Exception {
    ColdCall.playAlone(Cold.class, door, folder);
  }

  /** A nested class that has one is initialized after the check. */
  @ParameterizedTest
  @ValueSource(strings = {"irsa-sdk-support", "irsa-sdk-v2", "irsa-sdk-v1-bridge"})
  void whatCallersEnterHasNoStaticInitializer(String module) throws Exception {
    List<String> entered = entered(module);
    List<String> initialized = new ArrayList<>();
    for (String each : entered) {
      try (InputStream bytes = ColdAdaptersTest.class.getResourceAsStream(each)) {
        byte[] code = Objects.requireNonNull(bytes, each).readAllBytes();
        if (new String(code, StandardCharsets.ISO_8859_1).contains("<clinit>")) {
          initialized.add(each);
        }
      }
    }

    assertEquals(List.of(), initialized);
    assertTrue(entered.size() > 5, entered::toString);
  }

  /** Returns the files of public classes, and of those that require the room. */
  private static List<String> entered(String module) throws Exception {
    Path sources =
        Path.of(System.getProperty("irsa.test.root"))
            .resolve(Pom.folder(module))
            .resolve(Path.of("src", "main", "java"));
    Pattern declaration =
        Pattern.compile(
            "(?m)^(public (\\w+ )?(class|interface|record)|.* implements SdkConverter)");
    List<String> entered = new ArrayList<>();
    try (Stream<Path> walked = Files.walk(sources)) {
      for (Path file : walked.filter(each -> each.toString().endsWith(".java")).toList()) {
        if (declaration.matcher(Files.readString(file)).find()) {
          entered.add("/" + sources.relativize(file).toString().replace(".java", ".class"));
        }
      }
    }
    return entered;
  }

  /** Calls a door with ever more room, and then all doors. */
  static final class Cold {

    static final Map<String, String> SETTINGS = Map.of("region", "eu-west-1", "other", "ignored");

    public static void main(String[] arguments) throws Exception {
      var unused = IrsaCredentials.builder();
      Supplier<@Nullable Object> call = Door.valueOf(arguments[0]).preparation.get();
      ColdCall.play(call::get);
      for (Door each : Door.values()) {
        Object unusedToo = each.preparation.get().get();
      }
      System.out.println("everybody was served");
      System.exit(0);
    }
  }
}
