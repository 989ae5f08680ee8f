package dev.irsa.sdk;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.irsa.IrsaCredentials;
import dev.irsa.IrsaListener;
import dev.irsa.internal.config.GivenSettings;
import dev.irsa.internal.config.Setting;
import java.lang.reflect.Method;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ProviderBuilderTest {

  private record SdkBuilder(IrsaCredentials.Builder core) implements ProviderBuilder<SdkBuilder> {
    @Override
    public SdkBuilder configure(Consumer<IrsaCredentials.Builder> setting) {
      setting.accept(core);
      return this;
    }
  }

  private static final Map<Class<?>, Object> ARGUMENTS =
      Map.of(
          String.class,
          "one",
          Path.class,
          Path.of("/one"),
          URI.class,
          URI.create("https://one.test/"),
          Duration.class,
          Duration.ofMinutes(15),
          boolean.class,
          true,
          IrsaListener.class,
          (IrsaListener) event -> {});

  static Stream<Method> methods() {
    return Arrays.stream(ProviderBuilder.class.getMethods())
        .filter(each -> !each.getName().equals("configure"));
  }

  @ParameterizedTest
  @MethodSource("methods")
  void aMethodFillsTheSettingThatTheCoresBuilderFills(Method method) throws Exception {
    IrsaCredentials.Builder core = IrsaCredentials.builder();
    method.invoke(new SdkBuilder(core), ARGUMENTS.get(method.getParameterTypes()[0]));
    GivenSettings given = core.given();

    assertEquals(
        List.of(method.getName()),
        Setting.values().stream().filter(each -> given.has(each)).map(Setting::method).toList());
  }
}
