package dev.irsa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.fake.Mutator;
import dev.irsa.fake.Secrets;
import dev.irsa.fake.StsResponses;
import dev.irsa.internal.config.Configuration;
import dev.irsa.internal.config.Environment;
import dev.irsa.internal.config.GivenSettings;
import dev.irsa.internal.config.Resolver;
import dev.irsa.internal.config.RoleArn;
import dev.irsa.internal.config.Setting;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Random configurations cause only typed errors, which do not contain a token. */
final class InputFuzzTest {

  private static final List<String> NAMES =
      Stream.concat(
              Stream.of("HOSTNAME", "https_proxy", "HTTPS_PROXY", "no_proxy"),
              Setting.values().stream().flatMap(setting -> setting.variables().stream()))
          .toList();

  private static final List<byte[]> VALUES =
      List.of(
          bytes("arn:aws:iam::111122223333:role/cart"),
          bytes("/var/run/secrets/token"),
          bytes("eu-west-1"),
          bytes("https://user:password@sts.example.test:8443/path?query#fragment"),
          bytes("http://[::1]:4566/"),
          bytes("http://127.0.0.1"),
          bytes("true"),
          bytes("3600"),
          bytes("10.0.0.0/8,.example.test,[::1]:80,*"),
          bytes(StsResponses.TOKEN),
          bytes("x".repeat(3000)));

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  @Provide
  Arbitrary<Map<String, String>> environments() {
    Arbitrary<String> mutated =
        Arbitraries.longs()
            .map(seed -> new String(new Mutator(seed).mutate(VALUES), StandardCharsets.ISO_8859_1));
    Arbitrary<String> known =
        Arbitraries.of(VALUES).map(value -> new String(value, StandardCharsets.ISO_8859_1));
    Arbitrary<String> any = Arbitraries.strings().ofMaxLength(300);
    return Arbitraries.maps(Arbitraries.of(NAMES), Arbitraries.oneOf(mutated, known, any));
  }

  @Property(tries = 1500)
  void anEnvironmentResolvesOrIsMisconfigured(@ForAll("environments") Map<String, String> values) {
    try {
      Configuration configuration =
          Resolver.resolve(Environment.of(values, Map.of()), GivenSettings.none()).valid();
      assertNotNull(configuration.endpoint().getHost());
      assertEquals(
          configuration,
          Resolver.resolve(Environment.of(values, Map.of()), GivenSettings.none()).valid());
    } catch (MisconfiguredException e) {
      // Only the mutator can make a token unrecognizable; 40 of its 370 characters are the limit.
      Secrets.assertAbsent(e.getMessage(), List.of(StsResponses.TOKEN), 40);
      assertNotNull(e.problems().get(0).fix());
    }
  }

  @Property(tries = 2000)
  void anArnIsParsedOrRejected(@ForAll long seed) {
    String text = new String(new Mutator(seed).mutate(VALUES), StandardCharsets.ISO_8859_1);
    try {
      RoleArn arn = RoleArn.parse(text, seed % 2 == 0);
      assertEquals(text, arn.text());
      assertEquals(0, text.indexOf("arn:" + arn.partition() + ":iam::" + arn.account() + ":role/"));
    } catch (IllegalArgumentException e) {
      assertNotNull(e.getMessage());
    }
  }
}
