package dev.irsa.internal.config;

import static dev.irsa.internal.config.ContainerEnvironment.AGENT;
import static dev.irsa.internal.config.ContainerEnvironment.FULL;
import static dev.irsa.internal.config.ContainerEnvironment.TOKEN;
import static dev.irsa.internal.config.ContainerEnvironment.TOKEN_FILE;
import static java.util.Map.entry;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.IrsaCredentials;
import dev.irsa.IrsaCredentials.StsRegionalEndpoints;
import dev.irsa.IrsaListener;
import dev.irsa.credentials.IdentitySource;
import dev.irsa.credentials.RefreshPolicy;
import dev.irsa.credentials.RoleRequest;
import dev.irsa.credentials.WebIdentityExchange;
import dev.irsa.credentials.WebIdentityTokenSupplier;
import dev.irsa.fake.Secrets;
import dev.irsa.fake.StsResponses;
import dev.irsa.fake.Variables;
import dev.irsa.internal.identity.TokenSupplierReference;
import java.lang.reflect.Method;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What holds for each setting, those that are added later among them, and which configurations
 * share a session.
 */
final class SettingTest {

  /** Texts among which each setting that has a parser finds two of its values. */
  private static final List<Object> TEXTS =
      List.of(
          "arn:aws:iam::111122223333:role/one",
          "arn:aws:iam::111122223333:role/two",
          "/one",
          "/two",
          "http://localhost:1/one",
          "http://localhost:1/two",
          "https://one.test/",
          "https://two.test/",
          "eu-central-1",
          "eu-central-2",
          "true",
          "false",
          "legacy",
          "regional",
          "900",
          "1800",
          "web-identity",
          "container");

  private static final List<Object> SUPPLIERS =
      List.of(new TokenSupplierReference(() -> "one"), new TokenSupplierReference(() -> "two"));
  private static final List<Object> CONTEXTS = List.of(context(), context());
  private static final List<WebIdentityExchange> CLIENTS =
      List.of((request, bound) -> null, (request, bound) -> null);

  private static final String ROLE = "arn:aws:iam::111122223333:role/cart";
  private static final Map<String, String> VARIABLES =
      Map.of(
          "AWS_ROLE_ARN", ROLE,
          "AWS_WEB_IDENTITY_TOKEN_FILE", "/token",
          "AWS_REGION", "eu-west-1",
          "HOSTNAME", "cart-0");
  private static final Environment POD = Environment.of(VARIABLES, Map.of());
  private static final Environment CONTAINER =
      Environment.of(Map.of("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/cart"), Map.of());
  private static final RoleRequest DATA = RoleRequest.of("arn:aws:iam::111122223333:role/data");

  /** The settings of everything that a request for a role can say. */
  private static final GivenSettings WHOLE =
      GivenSettings.of(
          DATA.withRoleSessionName("one")
              .withSessionDuration(Duration.ofMinutes(15))
              .withSessionPolicy("{}")
              .withSessionPolicyArns(List.of("arn:aws:iam::aws:policy/ReadOnlyAccess"))
              .withExternalId("one")
              .withSourceIdentity("one")
              .withSessionTags(Map.of("one", ""))
              .withTransitiveTagKeys(List.of("one"))
              .withRegion("eu-west-1"),
          true);

  /** The parsers that take objects only. */
  private static final Set<Parser> OF_CODE =
      Set.of(Parser.OBJECT, Parser.POLICY_ARNS, Parser.SESSION_TAGS, Parser.TAG_KEYS);

  private static SSLContext context() {
    try {
      return SSLContext.getInstance("TLS");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  /** Returns values of a setting whose values are objects, or the texts. */
  private static List<Object> values(Setting<?> setting) {
    if (setting == Setting.WEB_IDENTITY_TOKEN) {
      return SUPPLIERS;
    } else if (setting == Setting.SSL_CONTEXT) {
      return CONTEXTS;
    } else if (setting == Setting.REFRESH_POLICY) {
      return List.of(RefreshPolicy.standard(), RefreshPolicy.standard().withJitter(0, 0));
    } else if (setting == Setting.WEB_IDENTITY_EXCHANGE) {
      return List.copyOf(CLIENTS);
    } else if (setting == Setting.SESSION_POLICY_ARNS) {
      return List.of(
          List.of("arn:aws:iam::aws:policy/ReadOnlyAccess"),
          List.of("arn:aws:iam::aws:policy/ViewOnlyAccess"));
    } else if (setting == Setting.SESSION_TAGS) {
      return List.of(Map.of("tenant", "7"), Map.of("tenant", "8"));
    } else if (setting == Setting.TRANSITIVE_TAG_KEYS) {
      return List.of(List.of("one"), List.of("two"));
    }
    return TEXTS;
  }

  static Stream<Arguments> matters() {
    return Setting.values().stream()
        .flatMap(
            setting ->
                Arrays.stream(IdentitySource.values())
                    .filter(setting::matters)
                    .filter(source -> isPossible(setting, source))
                    .map(source -> Arguments.of(setting, source)));
  }

  private static boolean isPossible(Setting<?> setting, IdentitySource source) {
    if (source == IdentitySource.OUTBOUND_TOKEN) {
      return false;
    }
    if (source == IdentitySource.CHAINED_ROLE) {
      return WHOLE.has(setting);
    }
    return setting.method() != null || !setting.variables().isEmpty();
  }

  private static Configuration with(Setting<?> setting, IdentitySource source, Object value) {
    SettingValue<?> set = new SettingValue<>(value, SettingValue.BUILDER);
    GivenSettings given = GivenSettings.none().with(setting, set);
    return switch (source) {
      case WEB_IDENTITY -> Resolver.resolve(POD, given);
      case CONTAINER -> Resolver.resolve(CONTAINER, given);
      case CHAINED_ROLE -> {
        GivenSettings view =
            setting == Setting.TRANSITIVE_TAG_KEYS
                ? GivenSettings.of(DATA.withSessionTags(Map.of("one", "", "two", "")), true)
                : GivenSettings.of(DATA, true);
        yield Resolver.view(
            Resolver.resolve(POD, GivenSettings.none()).valid(), view.with(setting, set));
      }
      case OUTBOUND_TOKEN -> throw new AssertionError(setting);
    };
  }

  private static List<Configuration> configurations(Setting<?> setting, IdentitySource source) {
    List<Configuration> valid = new ArrayList<>();
    for (Object value : values(setting)) {
      Configuration result = with(setting, source, value);
      if (result.problems().isEmpty()) {
        valid.add(result);
      }
    }
    return valid;
  }

  /** Thousands of views may differ in one setting only, and are looked up by their hash. */
  @ParameterizedTest(name = "{0} of a {1}")
  @MethodSource("matters")
  void configurationsThatDifferInItDoNotShareASession(Setting<?> setting, IdentitySource source) {
    List<Configuration> all = configurations(setting, source);
    Set<Configuration> distinct = new HashSet<>(all);
    Set<Integer> hashes = all.stream().map(Object::hashCode).collect(Collectors.toSet());
    Configuration again = configurations(setting, source).get(0);

    assertTrue(distinct.size() > 1, "two values are valid, and their sessions are not shared");
    assertEquals(distinct.size(), hashes.size());
    assertNotEquals(all.get(0), all.get(all.size() - 1));
    assertEquals(all.get(0), again);
    assertEquals(all.get(0).hashCode(), again.hashCode());
  }

  private static Configuration pod(String... changes) {
    return resolve(Map.of(), Variables.changed(VARIABLES, changes));
  }

  private static Configuration container(String... variables) {
    return resolve(Map.of(), Variables.of(variables));
  }

  private static Configuration resolve(
      Map<String, String> properties, Map<String, String> variables) {
    return Resolver.resolve(Environment.of(variables, properties), GivenSettings.none()).valid();
  }

  private static Configuration view(Configuration handle, RoleRequest request, boolean isChained) {
    return Resolver.view(handle, GivenSettings.of(request, isChained)).valid();
  }

  /** What follows from several settings, or from parts of one. */
  @Test
  void configurationsThatDifferInMoreThanASettingDoNotShareASession() {
    RoleRequest restricted = RoleRequest.of(ROLE).withSessionPolicy("{}");
    Configuration chained = view(pod(), DATA, true);
    List<Configuration> all =
        List.of(
            pod("https_proxy", "http://proxy:3128"),
            pod("https_proxy", "https://proxy:3128"),
            pod("https_proxy", "https://a:1@proxy:3128"),
            pod("https_proxy", "https://a:2@proxy:3128"),
            view(pod(), DATA, false),
            view(pod(), DATA.withSessionPolicy("{}"), false),
            view(pod(), DATA.withSessionPolicy("{ }"), false),
            chained,
            view(chained, DATA, true),
            view(view(pod(), restricted, false), DATA, true),
            container(FULL, AGENT, TOKEN_FILE, "/token"),
            container(FULL, AGENT + "?b", TOKEN_FILE, "/token"),
            container(FULL, AGENT, TOKEN, "/token"));

    for (int one = 0; one < all.size(); one++) {
      for (int other = 0; other < one; other++) {
        assertNotEquals(all.get(one), all.get(other), one + " and " + other);
      }
    }
  }

  static Stream<Arguments> equal() {
    String own = "AWS_ENDPOINT_URL_STS";
    String url = "https://sts.example.test/";
    Map<String, String> properties = Map.of("https.proxyHost", "proxy", "https.proxyPort", "3128");
    GivenSettings token =
        GivenSettings.none().withText(Setting.CONTAINER_AUTHORIZATION_TOKEN, "a-token");
    return Stream.of(
        Arguments.of(
            "a proxy by property or variable",
            resolve(properties, VARIABLES),
            pod("https_proxy", "http://proxy:3128")),
        Arguments.of(
            "a proxy with and without its port",
            pod("https_proxy", "https://a:1@proxy"),
            pod("HTTPS_PROXY", "https://a:1@proxy:443")),
        Arguments.of(
            "a region without legacy endpoint",
            pod("AWS_REGION", "me-south-1"),
            pod("AWS_REGION", "me-south-1", "AWS_STS_REGIONAL_ENDPOINTS", "legacy")),
        Arguments.of(
            "FIPS, which does not affect an override",
            pod(own, url),
            pod(own, url, "AWS_USE_FIPS_ENDPOINT", "true")),
        Arguments.of(
            "dual stack, which does not affect an override",
            pod(own, url),
            pod(own, url, "AWS_USE_DUALSTACK_ENDPOINT", "true")),
        Arguments.of(
            "a token of the code or the environment",
            container(FULL, AGENT, TOKEN, "a-token"),
            Resolver.resolve(Environment.of(Map.of(FULL, AGENT), Map.of()), token).valid()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("equal")
  void equalRequestsShareASessionHoweverTheyWereConfigured(
      String row, Configuration one, Configuration other) {
    assertEquals(one, other);
    assertEquals(one.hashCode(), other.hashCode());
  }

  static List<Setting<?>> settings() {
    return Setting.values();
  }

  @ParameterizedTest
  @MethodSource("settings")
  void itMattersToASessionUnlessItsRowSaysThatItDoesNot(Setting<?> setting) {
    boolean matters = Arrays.stream(IdentitySource.values()).anyMatch(setting::matters);
    boolean isExcepted =
        setting.scope() == Setting.Scope.CONDITIONAL || !setting.isInKey() || setting.isOfHandle();

    assertNotEquals(isExcepted, matters);
    assertFalse(setting.label().isEmpty());
  }

  /** What a door does not take comes from a variable or property, or is an object of the code. */
  @ParameterizedTest
  @MethodSource("settings")
  void eachDoorTakesItOrLeavesItToTheEnvironmentOrTheCode(Setting<?> setting) {
    boolean isElsewhere = !setting.variables().isEmpty() || !setting.properties().isEmpty();
    boolean isOfCode =
        setting.parser() == Parser.OBJECT || setting.method() != null || WHOLE.has(setting);

    assertTrue(isElsewhere || isOfCode, setting::label);
    if (setting.springProperty() != null || setting.frameworkKey() != null) {
      assertTrue(isElsewhere, "a key has the format of a variable");
    }
  }

  /** Arguments for the methods of builders, by the type of their parameter. */
  private static final Map<Class<?>, Object> ARGUMENTS =
      Map.ofEntries(
          entry(String.class, "one"),
          entry(Path.class, Path.of("/one")),
          entry(URI.class, URI.create("https://one.test/")),
          entry(InetSocketAddress.class, InetSocketAddress.createUnresolved("one.test", 1)),
          entry(boolean.class, true),
          entry(int.class, 1),
          entry(Duration.class, Duration.ofMinutes(1)),
          entry(List.class, List.of("one")),
          entry(Map.class, Map.of()),
          entry(IdentitySource.class, IdentitySource.CONTAINER),
          entry(StsRegionalEndpoints.class, StsRegionalEndpoints.LEGACY),
          entry(RefreshPolicy.class, RefreshPolicy.standard()),
          entry(SSLContext.class, CONTEXTS.get(0)),
          entry(WebIdentityExchange.class, CLIENTS.get(0)),
          entry(WebIdentityTokenSupplier.class, (WebIdentityTokenSupplier) () -> "one"),
          entry(IrsaListener.class, (IrsaListener) event -> {}));

  @ParameterizedTest
  @MethodSource("settings")
  void theMethodsOfBuildersFillItAndNoOtherSetting(Setting<?> setting) throws Exception {
    int called = 0;
    for (Method method : IrsaCredentials.Builder.class.getMethods()) {
      if (method.getName().equals(setting.method())) {
        IrsaCredentials.Builder builder = IrsaCredentials.builder();
        method.invoke(builder, ARGUMENTS.get(method.getParameterTypes()[0]));
        assertEquals(List.of(setting), builder.given().settings());
        called++;
      }
    }
    assertTrue(setting.method() == null || called > 0, setting::method);
  }

  /** What a door takes as an object may reach it as a text, such as from a file. */
  @ParameterizedTest
  @MethodSource("settings")
  void aTextThatItsParserDoesNotTakeIsAProblemOfIt(Setting<?> setting) {
    List<SettingProblem> problems =
        Resolver.problems(GivenSettings.none().withText(setting, "text"));

    boolean isRefused = problems.stream().anyMatch(each -> each.fix().contains("its method"));
    assertEquals(OF_CODE.contains(setting.parser()) && !setting.isOfHandle(), isRefused);
  }

  @ParameterizedTest
  @MethodSource("settings")
  void anAccessKeyInPlaceOfAValueIsNotShown(Setting<?> setting) {
    for (String key : List.of("ASIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKE8")) {
      GivenSettings given = GivenSettings.none().withText(setting, key);

      Secrets.assertAbsent(Resolver.problems(given).toString(), List.of(key));
    }
  }

  static Stream<Setting<?>> paths() {
    return Setting.values().stream().filter(setting -> setting.parser() == Parser.PATH);
  }

  @ParameterizedTest
  @MethodSource("paths")
  void aTokenInPlaceOfItsPathIsRefusedAndNotShown(Setting<?> setting) {
    for (String before : List.of("", "/", "/var/run/")) {
      GivenSettings given = GivenSettings.none().withText(setting, before + StsResponses.TOKEN);
      List<SettingProblem> problems = Resolver.problems(given);

      assertEquals(1, problems.size(), before);
      Secrets.assertAbsent(problems.toString(), List.of(StsResponses.TOKEN));
    }
  }

  static List<Setting<?>> secrets() {
    return List.of(
        Setting.CONTAINER_CREDENTIALS_RELATIVE_URI,
        Setting.CONTAINER_CREDENTIALS_FULL_URI,
        Setting.CONTAINER_AUTHORIZATION_TOKEN,
        Setting.PROXY);
  }

  @ParameterizedTest
  @MethodSource("secrets")
  void aProblemOfASecretDoesNotShowIt(Setting<?> setting) {
    GivenSettings given =
        GivenSettings.none().withText(setting, "http://user:s3cr3t@a b/s3cr3t\u0000");

    assertFalse(Resolver.problems(given).isEmpty());
    Resolver.problems(given).forEach(each -> assertFalse(each.toString().contains("s3cr3t")));
  }

  @ParameterizedTest
  @MethodSource("settings")
  void whatIsGivenShowsNoValue(Setting<?> setting) {
    GivenSettings given = GivenSettings.none().withText(setting, "s3cr3t");

    assertFalse(given.toString().contains("s3cr3t"));
    assertFalse(String.valueOf(given.value(setting)).contains("s3cr3t"));
  }
}
