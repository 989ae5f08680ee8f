package dev.irsa.sdk.v1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.SdkClientException;
import dev.irsa.IrsaCredentials;
import dev.irsa.credentials.ExchangeUnavailableException;
import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.internal.adapter.NodeMetadata;
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

/**
 * The real chain where the shared configuration says who the process is, on a node whose metadata
 * service would give the node's role to whoever asks.
 */
class ProfileChainTest {

  @TempDir private Path home;

  private final PodLab world = new PodLab();
  private final NodeMetadata node;
  private final SystemProperties properties = new SystemProperties();

  ProfileChainTest() throws Exception {
    node = new NodeMetadata();
  }

  @BeforeEach
  void beOnANode() throws IOException {
    Files.createDirectory(home.resolve(".aws"));
    properties.set("com.amazonaws.sdk.ec2MetadataServiceEndpointOverride", node.endpoint());
    properties.set("aws.endpointUrlSts", world.pod.plainStsEndpoint().toString());
    properties.set("user.home", home.toString());
    properties.clear("aws.roleArn", "aws.webIdentityTokenFile", "aws.region", "aws.profile");
  }

  @AfterEach
  void restore() {
    properties.close();
    node.close();
    world.close();
  }

  private void write(String file, String text) throws IOException {
    Files.writeString(home.resolve(".aws").resolve(file), text);
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
    return PodLab.arnOf(world.client(chain));
  }

  /** STS is away when the chain is first asked, and comes back. */
  private void assertServesOrFails() {
    world.lab.sts().faults().always(Fault.error("ServiceUnavailable", 503, "away"));
    try (IrsaCredentialsProviderChain chain = IrsaCredentialsProviderChain.getInstance()) {
      var away = assertThrows(SdkClientException.class, () -> arn(chain));
      assertInstanceOf(ExchangeUnavailableException.class, away.getCause());

      world.lab.sts().faults().clear();
      // What asks without waiting for the pause that comes after failures.
      IrsaCredentials.forgetAll();

      assertEquals(podArn(), arn(chain));
      assertEquals(podArn(), arn(chain));
    }
    assertEquals(0, node.calls());
  }

  private MisconfiguredException misconfigured() {
    try (IrsaCredentialsProviderChain chain = IrsaCredentialsProviderChain.getInstance()) {
      var thrown = assertThrows(IrsaCredentialsException.class, chain::getCredentials);
      assertEquals(0, node.calls());
      assertFalse(thrown.getMessage().contains("SECRET"), thrown.getMessage());
      return assertInstanceOf(MisconfiguredException.class, thrown.getCause());
    }
  }

  @Test
  void theProfileOfAwsProfileServesItsWebIdentityOrFails() throws Exception {
    properties.set("aws.profile", "app");
    write("config", "[profile app]\n" + webIdentity());

    assertServesOrFails();
  }

  @Test
  void theDefaultProfileServesItsWebIdentityOrFails() throws Exception {
    write("credentials", "[default]\n" + webIdentity());

    assertServesOrFails();
  }

  /** The SDK looks at no configuration file where there is one of credentials. */
  @Test
  void aWebIdentityInTheFileThatTheSdkDoesNotReadIsServedOrFails() throws Exception {
    write("credentials", "[other]\naws_access_key_id = AKIA1\naws_secret_access_key = SECRET");
    write("config", "; of the pod\n[default]\ns3 =\n  max_queue_size = 1\n" + webIdentity());

    assertServesOrFails();
  }

  @Test
  void aProfileWithoutRegionTakesThatOfTheProcess() throws Exception {
    properties.set("aws.region", world.lab.region());
    write("config", "[default]\n" + webIdentity().replaceAll("(?m)^region.*$", ""));

    try (IrsaCredentialsProviderChain chain = IrsaCredentialsProviderChain.getInstance()) {
      assertEquals(podArn(), arn(chain));
    }
  }

  @Test
  void refusedCredentialsOfAProfileAreReplaced() throws Exception {
    write("config", "[default]\n" + webIdentity());
    try (IrsaCredentialsProviderChain chain = IrsaCredentialsProviderChain.getInstance()) {
      String refused = chain.getCredentials().getAWSAccessKeyId();

      chain.invalidate(refused);

      assertNotEquals(refused, chain.getCredentials().getAWSAccessKeyId());
    }
    assertEquals(2, world.exchanges());
  }

  @Test
  void aRefusalOfTheNodesKeysIsNoMatterOfOurs() {
    try (IrsaCredentialsProviderChain chain = IrsaCredentialsProviderChain.getInstance()) {
      assertEquals(NodeMetadata.NODE_KEY, chain.getCredentials().getAWSAccessKeyId());

      chain.invalidate(NodeMetadata.NODE_KEY);

      assertEquals(NodeMetadata.NODE_KEY, chain.getCredentials().getAWSAccessKeyId());
    }
  }

  @Test
  void aWebIdentityBehindASourceProfileIsAnErrorThatSaysWhatToDo() throws Exception {
    properties.set("aws.profile", "data");
    write(
        "config",
        """
        [profile web]
        %s
        [profile data]
        role_arn = arn:aws:iam::111122223333:role/data
        source_profile = web
        """
            .formatted(webIdentity()));

    MisconfiguredException wrong = misconfigured();

    assertTrue(wrong.getMessage().contains("profile data"), wrong.getMessage());
    assertTrue(wrong.getMessage().contains("irsa-sdk-v2"), wrong.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[default]\nrole_arn = arn:aws:iam::111122223333:role/app\nregion = eu-west-1",
        "[default]\nweb_identity_token_file = /var/run/token\nregion = eu-west-1",
        "[default]\nsource_profile = web\nregion = eu-west-1",
        "[default]\nrole_arn = arn:aws:iam::111122223333:role/app\nweb_identity_token_file = /t",
      })
  void halfAWebIdentityIsAnErrorThatNamesTheProfile(String config) throws Exception {
    write("config", config);

    MisconfiguredException wrong = misconfigured();

    assertTrue(wrong.getMessage().contains("profile default: lacks "), wrong.getMessage());
  }

  @Test
  void aProfileThatIsNotThereIsAnErrorThatSaysWhereItWasLookedFor() throws Exception {
    properties.set("aws.profile", "ap");
    write("config", "[profile app]\n" + webIdentity());

    MisconfiguredException wrong = misconfigured();

    assertTrue(wrong.getMessage().contains("\"ap\" is not in [" + home), wrong.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[default]\nrole_arn\naws_secret_access_key = SECRET",
        "[default\nrole_arn = x",
        "aws_secret_access_key = SECRET"
      })
  void aFileThatCannotBeParsedIsAnErrorThatNamesItsLine(String config) throws Exception {
    write("config", config);

    MisconfiguredException wrong = misconfigured();

    assertTrue(wrong.getMessage().contains("config cannot be parsed: see line "));
  }

  @Test
  void keysInAProfileAreThatProfilesIdentity() throws Exception {
    write("credentials", "[default]\naws_access_key_id = AKIA1\naws_secret_access_key = SECRET");

    try (IrsaCredentialsProviderChain chain = IrsaCredentialsProviderChain.getInstance()) {
      assertEquals("AKIA1", chain.getCredentials().getAWSAccessKeyId());
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
  void whatElseAProfileSaysOfCredentialsEndsTheChainToo(String config) throws Exception {
    write("config", config);

    try (IrsaCredentialsProviderChain chain = IrsaCredentialsProviderChain.getInstance()) {
      assertThrows(SdkClientException.class, chain::getCredentials);
      assertThrows(SdkClientException.class, chain::getCredentials);
    }
    assertEquals(0, node.calls());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[default]\nregion = eu-west-1", "[profile other]\nrole_arn = x"})
  void aProfileThatSaysNothingOfCredentialsIsPassedOver(String config) throws Exception {
    write("config", config);
    properties.set("aws.profile", " ");

    try (IrsaCredentialsProviderChain chain = IrsaCredentialsProviderChain.getInstance()) {
      assertEquals(NodeMetadata.NODE_KEY, chain.getCredentials().getAWSAccessKeyId());
    }
  }
}
