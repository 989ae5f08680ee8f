package dev.irsa.sdk.v2;

import static dev.irsa.sdk.v2.Identities.REQUEST;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.IrsaCredentials;
import dev.irsa.credentials.ExchangeUnavailableException;
import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.internal.adapter.NodeMetadata;
import dev.irsa.testkit.iam.Role;
import dev.irsa.testkit.server.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * The real chain where the shared configuration says who the process is, on a node whose metadata
 * service would give the node's role to whoever asks.
 */
class ProfileChainTest {

  @TempDir private Path folder;

  private final PodLab world = new PodLab();
  private final NodeMetadata node;
  private final SystemProperties properties = new SystemProperties();

  ProfileChainTest() throws Exception {
    node = new NodeMetadata();
  }

  @BeforeEach
  void beOnANode() throws IOException {
    properties.set("aws.ec2MetadataServiceEndpoint", node.endpoint());
    properties.set("aws.endpointUrlSts", world.pod.plainStsEndpoint().toString());
    properties.set("aws.configFile", config("").toString());
    properties.set("aws.sharedCredentialsFile", "/dev/null");
    properties.clear("aws.roleArn", "aws.webIdentityTokenFile", "aws.region", "aws.profile");
  }

  @AfterEach
  void restore() {
    properties.close();
    node.close();
    world.close();
  }

  private Path config(String text) throws IOException {
    return Files.writeString(folder.resolve("config"), text);
  }

  /** Lines of a profile with the pod's role and token file. */
  private String webIdentity() {
    return """
    role_arn = %s
    web_identity_token_file = %s
    role_session_name = of-the-profile
    region = %s
    """
        .formatted(
            world.lab.roleOf(world.account).arn(), world.pod.tokenFile(), world.lab.region());
  }

  private String podArn() {
    return world.lab.roleOf(world.account).sessionArn("of-the-profile");
  }

  private String arn(IrsaCredentialsProviderChain chain) {
    try (StsClient client = world.client(chain)) {
      return client.getCallerIdentity().arn();
    }
  }

  /** STS is away when the chain is first asked, and comes back. */
  private void assertServesOrFails(String arn) {
    world.lab.sts().faults().always(Fault.error("ServiceUnavailable", 503, "away"));
    try (IrsaCredentialsProviderChain chain = IrsaCredentialsProviderChain.create()) {
      var away = assertThrows(SdkClientException.class, () -> arn(chain));
      assertInstanceOf(ExchangeUnavailableException.class, away.getCause());
      Throwable told = chain.resolveIdentity(REQUEST).handle((identity, error) -> error).join();
      assertInstanceOf(ExchangeUnavailableException.class, told.getCause());

      world.lab.sts().faults().clear();
      // What asks without waiting for the pause that comes after failures.
      IrsaCredentials.forgetAll();

      assertEquals(arn, arn(chain));
      assertEquals(arn, arn(chain));
      assertNotEquals(NodeMetadata.NODE_KEY, chain.resolveIdentity(REQUEST).join().accessKeyId());
    }
    assertEquals(0, node.calls());
  }

  private MisconfiguredException misconfigured() {
    try (IrsaCredentialsProviderChain chain = IrsaCredentialsProviderChain.create()) {
      var thrown = assertThrows(IrsaCredentialsException.class, chain::resolveCredentials);
      Throwable told = chain.resolveIdentity(REQUEST).handle((identity, error) -> error).join();
      assertEquals(thrown.getMessage(), told.getMessage());
      assertEquals(0, node.calls());
      assertFalse(thrown.getMessage().contains("SECRET"), thrown.getMessage());
      return assertInstanceOf(MisconfiguredException.class, thrown.getCause());
    }
  }

  @Test
  void theProfileOfAwsProfileServesItsWebIdentityOrFails() throws Exception {
    properties.set("aws.profile", "app");
    config("[profile app]\n" + webIdentity());

    assertServesOrFails(podArn());
  }

  @Test
  void theDefaultProfileServesItsWebIdentityOrFails() throws Exception {
    config("[default]\n" + webIdentity());

    assertServesOrFails(podArn());
  }

  @Test
  void aWebIdentityInTheCredentialsFileIsServedOrFails() throws Exception {
    properties.set(
        "aws.sharedCredentialsFile",
        Files.writeString(folder.resolve("credentials"), "[default]\n" + webIdentity()).toString());

    assertServesOrFails(podArn());
  }

  @ParameterizedTest
  @ValueSource(strings = {"data", "audit"})
  void aWebIdentityBehindSourceProfilesIsServedOrFails(String profile) throws Exception {
    Role data = world.roleTrustingThePod("data");
    Role audit = world.role("audit", data.arn());
    properties.set("aws.profile", profile);
    config(
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
            .formatted(webIdentity(), data.arn(), audit.arn()));

    assertServesOrFails((profile.equals("data") ? data : audit).sessionArn("chained"));
  }

  @Test
  void aProfileWithoutRegionTakesThatOfTheProcess() throws Exception {
    properties.set("aws.region", world.lab.region());
    config("[default]\n" + webIdentity().replaceAll("(?m)^region.*$", ""));

    try (IrsaCredentialsProviderChain chain = IrsaCredentialsProviderChain.create()) {
      assertEquals(podArn(), arn(chain));
    }
  }

  @Test
  void refusedCredentialsOfAProfileAreReplaced() throws Exception {
    config("[default]\n" + webIdentity());
    try (IrsaCredentialsProviderChain chain = IrsaCredentialsProviderChain.create()) {
      String refused = chain.resolveCredentials().accessKeyId();

      chain.invalidate(refused);

      assertNotEquals(refused, chain.resolveCredentials().accessKeyId());
    }
    assertEquals(2, world.exchanges());
  }

  @Test
  void aRefusalOfTheNodesKeysIsNoMatterOfOurs() {
    try (IrsaCredentialsProviderChain chain = IrsaCredentialsProviderChain.create()) {
      assertEquals(NodeMetadata.NODE_KEY, chain.resolveCredentials().accessKeyId());

      chain.invalidate(NodeMetadata.NODE_KEY);

      assertEquals(NodeMetadata.NODE_KEY, chain.resolveCredentials().accessKeyId());
    }
  }

  @Test
  void afterCloseTheProfileIsReadAgain() throws Exception {
    config("[default]\n" + webIdentity());
    try (IrsaCredentialsProviderChain chain = IrsaCredentialsProviderChain.create()) {
      chain.resolveCredentials();
      chain.close();
      config("[default]\n" + webIdentity().replace("of-the-profile", "another"));

      assertEquals(world.lab.roleOf(world.account).sessionArn("another"), arn(chain));
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
  void halfAWebIdentityIsAnErrorThatNamesItsProfile(String config) throws Exception {
    config(config);

    MisconfiguredException wrong = misconfigured();

    assertTrue(wrong.getMessage().contains("profile "), wrong.getMessage());
  }

  @Test
  void aProfileThatIsNotThereIsAnErrorThatSaysWhereItWasLookedFor() throws Exception {
    properties.set("aws.profile", "ap");
    config("[profile app]\n" + webIdentity());

    MisconfiguredException wrong = misconfigured();

    assertTrue(wrong.getMessage().contains("\"ap\" is not in " + folder), wrong.getMessage());
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

    assertTrue(wrong.getMessage().contains(folder.resolve("config").toString()));
    assertTrue(wrong.getMessage().contains("line "), wrong.getMessage());
  }

  @Test
  void aFileThatIsNamedButNotThereIsAnError() {
    properties.set("aws.configFile", folder.resolve("misspelt").toString());

    MisconfiguredException wrong = misconfigured();

    assertTrue(wrong.getMessage().contains("misspelt is not there"), wrong.getMessage());
  }

  @Test
  void aFileThatIsAFolderIsAnError() {
    properties.set("aws.sharedCredentialsFile", folder.toString());

    MisconfiguredException wrong = misconfigured();

    assertTrue(wrong.getMessage().contains("AWS_SHARED_CREDENTIALS_FILE"), wrong.getMessage());
  }

  @Test
  void keysInAProfileAreThatProfilesIdentity() throws Exception {
    config("[default]\naws_access_key_id = AKIA1\naws_secret_access_key = SECRET");

    try (IrsaCredentialsProviderChain chain = IrsaCredentialsProviderChain.create()) {
      assertEquals("AKIA1", chain.resolveCredentials().accessKeyId());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[default]\ncredential_process = /nonexistent/command",
        "[default]\naws_access_key_id = AKIA1",
        "[default]\nrole_arn = arn:aws:iam::111122223333:role/app\nsource_profile = nowhere"
      })
  void whatElseAProfileSaysOfCredentialsEndsTheChainToo(String config) throws Exception {
    config(config);

    try (IrsaCredentialsProviderChain chain = IrsaCredentialsProviderChain.create()) {
      assertThrows(SdkClientException.class, chain::resolveCredentials);
      assertThrows(SdkClientException.class, chain::resolveCredentials);
    }
    assertEquals(0, node.calls());
  }

  @Test
  void whatTheContainerIsConfiguredForEndsTheChainToo() {
    properties.set("aws.containerCredentialsFullUri", "http://127.0.0.1:1/away");

    try (IrsaCredentialsProviderChain chain = IrsaCredentialsProviderChain.create()) {
      assertThrows(SdkClientException.class, chain::resolveCredentials);
    }
    assertEquals(0, node.calls());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[default]\nregion = eu-west-1", "[profile other]\nrole_arn = x"})
  void aProfileThatSaysNothingOfCredentialsIsPassedOver(String config) throws Exception {
    config(config);
    properties.set("aws.profile", " ");

    try (IrsaCredentialsProviderChain chain = IrsaCredentialsProviderChain.create()) {
      assertEquals(NodeMetadata.NODE_KEY, chain.resolveCredentials().accessKeyId());
    }
  }
}
