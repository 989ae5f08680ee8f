package dev.irsa.internal.adapter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.IrsaCredentials;
import dev.irsa.credentials.ExchangeUnavailableException;
import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.internal.adapter.Adapter.Driven;
import dev.irsa.policy.Role;
import dev.irsa.testkit.server.Fault;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests the real chain in a process whose identity is defined by the shared configuration, on a
 * node whose metadata service offers the node's role.
 */
public abstract class ProfileChainContract<C> extends ChainOnANode<C> {

  protected final PodLab world = new PodLab();

  protected ProfileChainContract(Adapter<C> adapter) throws IOException {
    super(adapter);
  }

  @BeforeEach
  void useTheLab() {
    properties.set("aws.endpointUrlSts", world.pod.plainStsEndpoint().toString());
    properties.clear("aws.roleArn", "aws.webIdentityTokenFile", "aws.region", "aws.profile");
  }

  @AfterEach
  void closeTheLab() {
    world.close();
  }

  private void config(String text) throws IOException {
    write("config", text);
  }

  /** Checks that the chain fails while STS is unavailable and recovers afterwards. */
  protected final void assertServesOrFails(String arn) {
    world.lab.sts().faults().always(Fault.error("ServiceUnavailable", 503, "away"));
    try (Driven<C> chain = adapter.chain()) {
      for (Supplier<C> way : chain.ways()) {
        var away = assertThrows(adapter.sdkExceptionType(), way::get);
        assertInstanceOf(ExchangeUnavailableException.class, away.getCause());
      }

      world.lab.sts().faults().clear();
      // Resets the pause after failures.
      IrsaCredentials.discardAll();

      assertEquals(arn, chain.callerArn(world));
      assertEquals(arn, chain.callerArn(world));
      for (Supplier<C> way : chain.ways()) {
        assertNotEquals(NodeMetadata.NODE_KEY, adapter.accessKeyId(way.get()));
      }
    }
    assertEquals(0, node.calls());
  }

  protected final MisconfiguredException misconfigured() {
    Set<String> messages = new HashSet<>();
    MisconfiguredException wrong = null;
    try (Driven<C> chain = adapter.chain()) {
      for (Supplier<C> way : chain.ways()) {
        var thrown = assertThrows(adapter.exceptionType(), way::get);
        messages.add(thrown.getMessage());
        wrong = assertInstanceOf(MisconfiguredException.class, thrown.getCause());
      }
    }
    assertEquals(0, node.calls());
    assertEquals(1, messages.size());
    assertFalse(wrong.getMessage().contains("SECRET"), wrong.getMessage());
    return wrong;
  }

  @ParameterizedTest
  @CsvSource({"app, config, [profile app]", "'', config, [default]", "'', credentials, [default]"})
  void aWebIdentityOfTheChosenProfileIsServedOrFails(String profile, String file, String section)
      throws Exception {
    if (!profile.isEmpty()) {
      properties.set("aws.profile", profile);
    }
    write(file, section + "\n" + world.webIdentityProfile());

    assertServesOrFails(world.profileArn());
  }

  @ParameterizedTest
  @ValueSource(strings = {"data", "audit"})
  void aWebIdentityBehindSourceProfilesIsServedOrFails(String profile) throws Exception {
    Role data = world.roleTrustingThePod("data");
    Role audit = world.role("audit", data.arn());
    properties.set("aws.profile", profile);
    write(
        "config",
        """
        [profile web]
        %s
        [profile data]
        role_arn = %s
        role_session_name = chained
        source_profile = web
        [profile audit]
        role_arn = %s
        role_session_name = chained
        source_profile = data
        """
            .formatted(world.webIdentityProfile(), data.arn(), audit.arn()));

    assertServesOrFails((profile.equals("data") ? data : audit).sessionArn("chained"));
  }

  @Test
  void anInvalidRoleOfASourceProfileIsAnErrorThatNamesTheProfile() throws Exception {
    properties.set("aws.profile", "data");
    config(
        "[profile web]\n"
            + world.webIdentityProfile()
            + "[profile data]\nrole_arn = short\nexternal_id = x\nsource_profile = web\n");

    MisconfiguredException wrong = misconfigured();

    assertEquals(2, wrong.problems().size(), wrong::getMessage);
    assertTrue(wrong.getMessage().contains("profile data: role_arn \"short\""), wrong::getMessage);
    assertTrue(wrong.getMessage().contains("profile data: external_id has 1"), wrong::getMessage);
  }

  @Test
  void aProfileWithoutRegionTakesThatOfTheProcess() throws Exception {
    properties.set("aws.region", world.lab.region());
    config("[default]\n" + world.webIdentityProfile().replaceAll("(?m)^region.*$", ""));

    try (Driven<C> chain = adapter.chain()) {
      assertEquals(world.profileArn(), chain.callerArn(world));
    }
  }

  @Test
  void theBuildersSettingsTakePrecedenceOverTheProfile() throws Exception {
    config("[default]\n" + world.webIdentityProfile().replaceAll("(?m)^region.*$", ""));

    try (Driven<C> chain =
        adapter
            .chainBuilder()
            .region(world.lab.region())
            .configure(core -> core.roleSessionName("told"))
            .build()) {
      assertEquals(world.lab.roleOf(world.account).sessionArn("told"), chain.callerArn(world));
      assertEquals("told", chain.status().roleSessionName());
    }
  }

  @Test
  void rejectedCredentialsOfAProfileAreReplaced() throws Exception {
    config("[default]\n" + world.webIdentityProfile());
    try (Driven<C> chain = adapter.chain()) {
      String refused = adapter.accessKeyId(chain.credentials());

      chain.invalidate(refused);

      assertNotEquals(refused, adapter.accessKeyId(chain.credentials()));
    }
    assertEquals(2, world.exchanges());
  }

  @Test
  void aRejectionOfTheNodesKeysIsIgnored() {
    try (Driven<C> chain = adapter.chain()) {
      assertEquals(NodeMetadata.NODE_KEY, adapter.accessKeyId(chain.credentials()));

      chain.invalidate(NodeMetadata.NODE_KEY);

      assertEquals(NodeMetadata.NODE_KEY, adapter.accessKeyId(chain.credentials()));
    }
  }

  @Test
  void afterCloseTheProfileIsReadAgain() throws Exception {
    config("[default]\n" + world.webIdentityProfile());
    try (Driven<C> chain = adapter.chain()) {
      chain.credentials();
      chain.close();
      config("[default]\n" + world.webIdentityProfile().replace("of-the-profile", "another"));

      assertEquals(world.lab.roleOf(world.account).sessionArn("another"), chain.callerArn(world));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[default]\nrole_arn = arn:aws:iam::111122223333:role/app\nregion = eu-west-1",
        "[default]\nweb_identity_token_file = /var/run/token\nregion = eu-west-1",
        "[default]\nsource_profile = web\nregion = eu-west-1",
        "[default]\nrole_arn = arn:aws:iam::111122223333:role/app\nweb_identity_token_file = /t",
      })
  void anIncompleteWebIdentityIsAnErrorThatNamesItsProfile(String config) throws Exception {
    config(config);

    MisconfiguredException wrong = misconfigured();

    assertTrue(wrong.getMessage().contains("profile default: lacks "), wrong.getMessage());
  }

  @Test
  void aMissingProfileIsAnErrorThatNamesTheFiles() throws Exception {
    properties.set("aws.profile", "ap");
    config("[profile app]\n" + world.webIdentityProfile());

    MisconfiguredException wrong = misconfigured();

    assertTrue(wrong.getMessage().contains("\"ap\" is not in "), wrong.getMessage());
    assertTrue(wrong.getMessage().contains(folder.toString()), wrong.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[default]\nrole_arn\naws_secret_access_key = SECRET",
        "[default\nrole_arn = x",
        "aws_secret_access_key = SECRET"
      })
  void aFileThatCannotBeParsedIsAnErrorThatNamesItsLine(String config) throws Exception {
    config(config);

    MisconfiguredException wrong = misconfigured();

    assertTrue(wrong.getMessage().contains(folder.toString()), wrong.getMessage());
    assertTrue(wrong.getMessage().contains("line "), wrong.getMessage());
  }

  /** A pod that owes FIPS to its file must not leave it in silence. */
  @Test
  void settingsOfTheFileThatOnlyTheSdkFollowsAreWarnedOfOnce() throws Exception {
    properties.set("aws.roleArn", world.roleArn());
    properties.set("aws.webIdentityTokenFile", world.pod.tokenFile().toString());
    properties.set("aws.region", world.lab.region());
    properties.set("aws.configFile", adapter.file(folder, "config").toString());
    config("[default]\nuse_fips_endpoint = true\nendpoint_url = https://sts.example.com\n");
    IrsaCredentials.discardAll();
    LogCapture log = new LogCapture();
    try (Driven<C> chain = adapter.chain();
        Driven<C> other = adapter.chain()) {
      chain.credentials();
      other.credentials();

      String warning = log.await("use_fips_endpoint (set AWS_USE_FIPS_ENDPOINT instead)");
      assertTrue(warning.contains(adapter.file(folder, "config").toString()), warning);
      // The property aws.endpointUrlSts is set, and goes before the file in the SDK too.
      assertFalse(warning.contains("endpoint_url"), warning);
      assertEquals(
          1, log.records.stream().filter(line -> line.getMessage().equals(warning)).count());
    } finally {
      log.close();
    }
  }

  @Test
  void keysInAProfileAreThatProfilesIdentity() throws Exception {
    write("credentials", "[default]\naws_access_key_id = AKIA1\naws_secret_access_key = SECRET");

    try (Driven<C> chain = adapter.chain()) {
      assertEquals("AKIA1", adapter.accessKeyId(chain.credentials()));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[default]\ncredential_process = /nonexistent/command",
        "[default]\naws_access_key_id = AKIA1",
        "[default]\nrole_arn = arn:aws:iam::111122223333:role/app\nsource_profile = nowhere",
        "[default]\nsso_session = login"
      })
  void otherCredentialsOfAProfileEndTheChainToo(String config) throws Exception {
    config(config);

    try (Driven<C> chain = adapter.chain()) {
      assertThrows(adapter.sdkExceptionType(), chain::credentials);
      assertThrows(adapter.sdkExceptionType(), chain::credentials);
    }
    assertEquals(0, node.calls());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[default]\nregion = eu-west-1", "[profile other]\nrole_arn = x"})
  void aProfileWithoutCredentialsIsSkipped(String config) throws Exception {
    config(config);
    properties.set("aws.profile", " ");

    try (Driven<C> chain = adapter.chain()) {
      assertEquals(NodeMetadata.NODE_KEY, adapter.accessKeyId(chain.credentials()));
    }
  }
}
