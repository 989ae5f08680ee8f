package dev.irsa.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.testkit.engine.EngineTestKit;

/** Runs the nested classes through JUnit's launcher. They are not tests by themselves. */
class IrsaLabExtensionTest {
  private static final List<IrsaLab> LABS = new CopyOnWriteArrayList<>();
  private static final List<PodEnvironment> PODS = new CopyOnWriteArrayList<>();
  private static final List<String> SEEN = new CopyOnWriteArrayList<>();

  @BeforeEach
  void forget() {
    LABS.clear();
    PODS.clear();
    SEEN.clear();
  }

  private static void run(Class<?> sample, int tests) {
    EngineTestKit.engine("junit-jupiter")
        .selectors(selectClass(sample))
        .execute()
        .testEvents()
        .assertStatistics(statistics -> statistics.succeeded(tests).failed(0));
  }

  private static void remember(IrsaLab lab, PodEnvironment pod) {
    assertTrue(Files.isRegularFile(pod.tokenFile()));
    LABS.add(lab);
    PODS.add(pod);
  }

  @ExtendWith(IrsaLabExtension.class)
  static class OnTheClass {
    @Test
    void one(IrsaLab lab, PodEnvironment pod) {
      remember(lab, pod);
    }

    @Test
    void two(IrsaLab lab, PodEnvironment pod) {
      remember(lab, pod);
    }

    @Nested
    class Inside {
      @Test
      void three(IrsaLab lab, PodEnvironment pod) {
        remember(lab, pod);
      }
    }
  }

  @ExtendWith(IrsaLabExtension.class)
  static class WithOutboundTokens {
    @BeforeEach
    void allow(IrsaLab lab) {
      lab.allowOutboundTokens(lab.serviceAccount("default", "my-sa").orElseThrow(), "aud");
    }

    @Test
    void thePodGetsAToken(IrsaLab lab, PodEnvironment pod) {
      SEEN.add(
          new LabClients(lab)
              .asPod(pod)
              .getWebIdentityToken(token -> token.audience("aud").signingAlgorithm("RS256"))
              .webIdentityToken());
    }
  }

  @Test
  void aTestCanLetItsPodGetTokensForServicesOutsideOfAws() {
    run(WithOutboundTokens.class, 1);
    assertEquals(3, SEEN.get(0).split("\\.").length);
  }

  @InPod
  static class InOnePod {
    @BeforeAll
    static void seeTheProperties() {
      SEEN.add(System.getProperty("aws.webIdentityTokenFile"));
    }

    @Test
    void one(PodEnvironment pod) {
      SEEN.add(pod.tokenFile().toString());
    }

    @Test
    void two(PodEnvironment pod) {
      SEEN.add(pod.tokenFile().toString());
    }
  }

  @Test
  void inAPodThePropertiesAreSetBeforeTheClassAndRestoredAfterIt() {
    String before = System.getProperty("aws.webIdentityTokenFile");
    run(InOnePod.class, 2);

    assertEquals(List.of(SEEN.get(0), SEEN.get(0), SEEN.get(0)), SEEN);
    assertEquals(before, System.getProperty("aws.webIdentityTokenFile"));
  }

  @Test
  void onAClassThereIsOneLabAndAPodForEachTest() {
    run(OnTheClass.class, 3);

    assertSame(LABS.get(0), LABS.get(1));
    assertSame(LABS.get(0), LABS.get(2));
    assertNotSame(PODS.get(0), PODS.get(1));
    assertFalse(Files.exists(LABS.get(0).caBundle()));
  }

  static class OnMethods {
    @Test
    @ExtendWith(IrsaLabExtension.class)
    void one(IrsaLab lab, PodEnvironment pod) {
      remember(lab, pod);
    }

    @Test
    @ExtendWith(IrsaLabExtension.class)
    void two(IrsaLab lab, PodEnvironment pod) {
      remember(lab, pod);
      assertEquals(1, LABS.stream().filter(other -> Files.exists(other.caBundle())).count());
    }
  }

  @Test
  void onMethodsThereIsALabForEach() {
    run(OnMethods.class, 2);

    assertNotSame(LABS.get(0), LABS.get(1));
    assertTrue(LABS.stream().noneMatch(lab -> Files.exists(lab.caBundle())));
  }

  static class AsFields {
    @RegisterExtension
    final IrsaLabExtension extension = IrsaLabExtension.with(lab -> lab.region("eu-central-1"));

    @Test
    void one(IrsaLab lab, PodEnvironment pod) {
      SEEN.add(pod.variables().get("AWS_REGION"));
      remember(lab, pod);
    }

    @Test
    void two(IrsaLab lab, PodEnvironment pod) {
      remember(lab, pod);
    }
  }

  @Test
  void asAnInstanceFieldItHasSettingsAndALabForEachTest() {
    run(AsFields.class, 2);

    assertEquals(List.of("eu-central-1"), SEEN);
    assertNotSame(LABS.get(0), LABS.get(1));
  }

  @ExtendWith(IrsaLabExtension.class)
  static class WithAPodForAll {
    static PodEnvironment shared;

    @BeforeAll
    static void share(PodEnvironment pod) {
      shared = pod;
    }

    @Test
    void one(IrsaLab lab, PodEnvironment pod) {
      assertSame(shared, pod);
      remember(lab, pod);
    }
  }

  @Test
  void aPodOfBeforeAllIsSharedByAllTests() {
    run(WithAPodForAll.class, 1);

    assertFalse(Files.exists(PODS.get(0).tokenFile()));
  }

  @ExtendWith(IrsaLabExtension.class)
  @PodSystemProperties
  static class WithProperties {
    @Test
    void one(IrsaLab lab, PodEnvironment pod) {
      assertEquals(pod.tokenFile().toString(), System.getProperty("aws.webIdentityTokenFile"));
      assertEquals(pod.variables().get("AWS_ROLE_ARN"), System.getProperty("aws.roleArn"));
      assertEquals("ap-northeast-2", System.getProperty("aws.region"));
      SEEN.add(System.getProperty("aws.endpointUrlSts"));
      SEEN.add(System.getProperty("aws.endpointUrlS3"));
      remember(lab, pod);
    }
  }

  /** {@code ReadmeExampleTest} has the annotation on a method. */
  @Test
  @org.junit.jupiter.api.parallel.ResourceLock("java.lang.System.properties")
  void systemPropertiesAreSetForTheTestsOfAnAnnotatedClassAndRestored() {
    String before = System.setProperty("aws.region", "somewhere");
    try {
      run(WithProperties.class, 1);

      assertEquals("somewhere", System.getProperty("aws.region"));
      assertNull(System.getProperty("aws.webIdentityTokenFile"));
      assertEquals(
          List.of(LABS.get(0).sts().plainUri().toString(), LABS.get(0).s3().plainUri().toString()),
          SEEN);
    } finally {
      if (before == null) {
        System.clearProperty("aws.region");
      } else {
        System.setProperty("aws.region", before);
      }
    }
  }

  @ExtendWith(IrsaLabExtension.class)
  static class WithBothWorlds {
    @Test
    void one(PodEnvironment irsa, @PodIdentity PodEnvironment podIdentity) {
      SEEN.add(irsa.pod().serviceAccountName());
      SEEN.add(podIdentity.pod().serviceAccountName());
    }

    @Test
    @PodIdentity
    void two(PodEnvironment one, @PodIdentity PodEnvironment same) {
      assertSame(one, same);
    }
  }

  @Test
  void aParameterOrAMethodCanBeAnnotatedInstead() {
    run(WithBothWorlds.class, 2);

    assertEquals(List.of("my-sa", "my-pod-identity-sa"), SEEN);
  }
}
