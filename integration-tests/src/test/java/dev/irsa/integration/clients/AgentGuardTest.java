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

  private Finished run(boolean isRelocated, String options, String... key) throws Exception {
    return run(GuardedMain.class, isRelocated, options, key);
  }

  private Finished run(Class<?> main, boolean isRelocated, String options, String... key)
      throws Exception {
    List<String> arguments = new ArrayList<>();
    arguments.add(world.pod.plainStsEndpoint().toString());
    arguments.add(world.lab.region());
    arguments.addAll(List.of(key));
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
    List<String> reports =
        run.errors().lines().filter(line -> line.contains("Another identity")).toList();
    assertEquals(1, reports.size(), run::errors);
    assertTrue(
        reports.get(0).contains("Sts GetCallerIdentity is signed by the access"), run::errors);
    assertTrue(!run.errors().contains(KEY), run::errors);
  }

  @Test
  void deniedRequestsAreNotSent() throws Exception {
    Finished run = run(true, "=guard=deny", KEY);

    assertTrue(run.out().startsWith("SdkClientException: "), run::out);
    assertTrue(run.out().contains("nothing was sent"), run::out);
    assertEquals(List.of(), world.lab.requests().all());
  }

  @Test
  void theSameHoldsForSdkOne() throws Exception {
    Finished denied = run(GuardedV1Main.class, false, "=guard=deny", KEY);
    assertTrue(denied.out().contains("SdkClientException: "), denied::out);
    assertTrue(denied.out().contains("nothing was sent"), denied::out);
    assertTrue(denied.errors().contains("Another identity was denied: AWSSecurityTokenService"));
    assertEquals(List.of(), world.lab.requests().all());
  }

  @Test
  void aKeyThatWasExchangedForTheTokenOfThePodIsThePod() throws Exception {
    List<Finished> runs =
        List.of(
            run(true, "=guard=deny", GuardedMain.EXCHANGED),
            run(GuardedV1Main.class, false, "=guard=deny", GuardedMain.EXCHANGED));

    for (Finished run : runs) {
      String role = world.lab.roleOf(world.account).sessionArn("by-hand");
      assertTrue(run.out().contains("I am " + role), () -> run.out() + run.errors());
    }
  }

  @Test
  void theDefaultChainIsThePod() throws Exception {
    Finished run = run(true, "=guard=deny");

    assertTrue(
        run.out().startsWith("I am " + world.lab.roleOf(world.account).sessionArn("")), run::out);
    assertTrue(!run.errors().contains("dentity is"), run::errors);
    assertEquals(1, world.exchanges());
  }
}
