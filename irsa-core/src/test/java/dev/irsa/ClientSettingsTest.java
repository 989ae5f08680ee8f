package dev.irsa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.irsa.credentials.IdentitySource;
import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.credentials.RefreshPolicy;
import dev.irsa.internal.config.Environment;
import dev.irsa.internal.config.Overrides;
import dev.irsa.internal.config.Setting;
import dev.irsa.internal.session.SessionRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tests that a configuration is resolved again when anything that it depends on has changed. */
class ClientSettingsTest {

  private static final String ROLE = "arn:aws:iam::111122223333:role/cart";
  private static final String OTHER = "arn:aws:iam::111122223333:role/other";

  private final Map<String, String> variables = new HashMap<>();
  private final Map<String, String> properties = new HashMap<>();
  private final Environment environment = new Changing();
  private Runnable afterTheIdentity = () -> {};

  /** An environment whose values change between two resolutions, or during one. */
  private final class Changing extends Environment {
    @Override
    public @Nullable String variable(String name) {
      String value = variables.get(name);
      if (name.equals("AWS_USE_FIPS_ENDPOINT")) {
        afterTheIdentity.run();
      }
      return value;
    }

    @Override
    public @Nullable String property(String name) {
      return properties.get(name);
    }
  }

  ClientSettingsTest() {
    variables.put("AWS_ROLE_ARN", ROLE);
    variables.put("AWS_WEB_IDENTITY_TOKEN_FILE", "/var/run/token");
    variables.put("AWS_REGION", "eu-west-1");
  }

  private static ClientSettings settings(Environment environment, Overrides overrides) {
    return new ClientSettings(
        environment,
        overrides,
        null,
        null,
        RefreshPolicy.standard(),
        10,
        ClientSettings.SystemExchanges.of(null));
  }

  private ResolvedSettings resolved() {
    return resolved(Overrides.none());
  }

  private ResolvedSettings resolved(Overrides overrides) {
    return settings(environment, overrides).resolve();
  }

  @Test
  void whatIsUnchangedIsResolvedOnce() {
    Overrides overrides = Overrides.none().with(Setting.ROLE_ARN, OTHER);
    ResolvedSettings first = resolved(overrides);

    assertSame(first, resolved(Overrides.none().with(Setting.ROLE_ARN, OTHER)));
  }

  @Test
  void variablesAreReadAgainAfterAllIsDiscarded() {
    assertEquals(ROLE, resolved().identity().roleArn());
    variables.put("AWS_ROLE_ARN", OTHER);
    IrsaCredentials.discardAll();

    assertEquals(OTHER, resolved().identity().roleArn());
  }

  @Test
  void whatIsReadWhileAllIsDiscardedIsReadAgain() {
    afterTheIdentity =
        () -> {
          variables.put("AWS_ROLE_ARN", OTHER);
          IrsaCredentials.discardAll();
        };
    assertEquals(ROLE, resolved().identity().roleArn());
    afterTheIdentity = () -> {};

    assertEquals(OTHER, resolved().identity().roleArn());
  }

  @Test
  void aPropertyThatAppearsOrDisappearsIsNoticed() {
    assertEquals("eu-west-1", resolved().region());
    properties.put("aws.region", "eu-north-1");
    assertEquals("eu-north-1", resolved().region());
    properties.clear();

    assertEquals("eu-west-1", resolved().region());
  }

  /** Otherwise it would share its session with a view of today, which has the same request. */
  @Test
  void aViewFollowsItsHandleAfterAClose() {
    try (IrsaCredentials handle =
        new IrsaCredentials(
            settings(environment, Overrides.none()),
            SessionRegistry.shared(),
            List.of(),
            Duration.ofSeconds(1))) {
      IrsaCredentials view = handle.forRole(OTHER);
      assertEquals("eu-west-1", view.status().region());
      handle.close();
      properties.put("aws.region", "eu-north-1");

      assertEquals("eu-north-1", view.status().region());
    }
  }

  @Test
  void otherSettingsInCodeAreOthers() {
    ResolvedSettings first = resolved();

    assertEquals(
        OTHER, resolved(Overrides.none().with(Setting.ROLE_ARN, OTHER)).identity().roleArn());
    assertNotSame(first, resolved(Overrides.none().withSource(IdentitySource.WEB_IDENTITY)));
  }

  @Test
  void anotherEnvironmentIsAnother() {
    ResolvedSettings first = resolved();

    assertNotSame(first, settings(new Changing(), Overrides.none()).resolve());
  }

  @Test
  void aSettingInCodeIsCheckedAlthoughTheEnvironmentIsKnown() {
    var unused = resolved();
    ClientSettings wrong =
        settings(environment, Overrides.none().with(Setting.ROLE_ARN, "not an ARN"));

    assertThrows(MisconfiguredException.class, wrong::check);
  }
}
