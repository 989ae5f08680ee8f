package dev.irsa.integration.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.internal.adapter.PodLab;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The guard of the agent, in an application that has an SDK, relocated if it is 2.x, and of irsa
 * only the agent.
 */
final class AgentGuardTest {

  private static final String KEY = "AKIAIOSFODNN7EXAMPLE";

  private final PodLab world = new PodLab();

  @TempDir Path home;

  @AfterEach
  void close() {
    world.close();
  }

  private static List<Path> jars() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(entry -> entry.endsWith(".jar") && !entry.contains("irsa"))
        .map(Path::of)
        .toList();
  }

  private static boolean isSdk(Path jar) {
    return jar.toString().contains("/software/amazon/awssdk/");
  }

  private static boolean isOfSts(Path jar) {
    return !jar.getFileName().toString().matches("(s3|rds|netty|crt|arns).*");
  }

  private static String classPath(boolean isRelocated) {
    List<String> entries = new ArrayList<>();
    if (isRelocated) {
      entries.add(
          RelocatedJar.of(
              Generation.V2,
              jars().stream().filter(each -> isSdk(each) && isOfSts(each)).toList(),
              "org/engine/shaded/software/amazon/awssdk/"));
    } else {
      entries.add(Program.classes().toString());
    }
    return Stream.concat(
            entries.stream(),
            jars().stream().filter(jar -> !isRelocated || !isSdk(jar)).map(Path::toString))
        .collect(Collectors.joining(File.pathSeparator));
  }

  private Finished run(boolean isRelocated, String options, String... identities) throws Exception {
    return run(GuardedMain.class, isRelocated, options, identities);
  }

  private Finished run(Class<?> main, boolean isRelocated, String options, String... identities)
      throws Exception {
    List<String> arguments = new ArrayList<>();
    arguments.add(world.pod.plainStsEndpoint().toString());
    arguments.add(world.lab.region());
    arguments.addAll(List.of(identities));
    Finished run =
        new Program(
                Program.java(
                    List.of(Installed.agent() + options),
                    classPath(isRelocated),
                    main,
                    arguments.toArray(String[]::new)),
                world.environment(),
                home)
            .run();
    assertTrue(run.succeeded(), run::errors);
    return run;
  }

  @Test
  void anotherIdentityIsReportedOnce() throws Exception {
    Finished run = run(true, "", KEY);

    assertTrue(run.out().startsWith("StsException: "), run::out);
    List<String> reports = reports(run);
    assertEquals(1, reports.size(), run::errors);
    assertTrue(
        reports.get(0).contains("Sts GetCallerIdentity is signed by the access"), run::errors);
    assertTrue(!run.errors().contains(KEY), run::errors);
  }

  @Test
  void withDenyOnlyThePodsRequestsAreSent() throws Exception {
    Finished run = run(true, "=guard=deny", KEY, GuardedMain.EXCHANGED, GuardedMain.CHAIN);

    List<String> lines = results(run);
    assertDenied(lines.get(0));
    assertDenied(lines.get(1));
    assertIs("by-hand", lines.get(2));
    assertIs("by-hand", lines.get(3));
    assertIs("", lines.get(4));
    assertIs("", lines.get(5));
    assertTrue(reports(run).stream().allMatch(each -> each.contains("AKIA")), run::errors);
    assertEquals(4, world.lab.requests().count("GetCallerIdentity"));
    assertEquals(2, world.exchanges());
  }

  @Test
  void theSameHoldsForSdkOne() throws Exception {
    Finished run = run(GuardedV1Main.class, false, "=guard=deny", KEY, GuardedMain.EXCHANGED);

    List<String> lines = results(run);
    assertDenied(lines.get(0));
    assertIs("by-hand", lines.get(1));
    assertTrue(run.errors().contains("Another identity was denied: AWSSecurityTokenService"));
    assertEquals(1, world.lab.requests().count("GetCallerIdentity"));
  }

  /** SDK 1.x asks the provider, shows the request to its handlers, and asks again to sign it. */
  @Test
  void withDenySdkOneSendsNothingThatAProviderSignsWhichChangesItsKeys() throws Exception {
    Finished run =
        run(
            GuardedV1Main.class,
            false,
            "=guard=deny",
            GuardedMain.EXCHANGED,
            GuardedV1Main.CHANGING + KEY);

    List<String> lines = results(run);
    assertIs("by-hand", lines.get(0));
    assertDenied(lines.get(1));
    assertEquals(1, world.lab.requests().count("GetCallerIdentity"));
  }

  /** Returns what the clients said; Spring's logging writes a line of its own. */
  private static List<String> results(Finished run) {
    return run.out().lines().filter(line -> line.matches("(I am |\\w+Exception: ).*")).toList();
  }

  private static List<String> reports(Finished run) {
    return run.errors().lines().filter(line -> line.contains("Another identity")).toList();
  }

  private static void assertDenied(String line) {
    assertTrue(line.startsWith("SdkClientException: "), line);
    assertTrue(line.contains("nothing was sent"), line);
  }

  private void assertIs(String sessionName, String line) {
    String arn = world.lab.roleOf(world.account).sessionArn(sessionName);
    assertTrue(line.startsWith("I am " + arn), line);
  }
}
