package dev.irsa.integration.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.testkit.server.Fault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the agent does in a process as a whole. */
final class AgentProcessTest extends SdkFaults {

  private static final String ENGINE = "dev.irsa.agent.internal.SdkInstrumentation ";

  private Finished run(List<String> command, Map<String, String> environment) throws Exception {
    return new Program(command, environment, Files.createTempDirectory(scratch, "home")).run();
  }

  /**
   * Runs an application with the agent, and returns the classes that it loads.
   *
   * @param main prints the credentials of its default chain, or does nothing
   * @param output a part of what it prints
   */
  private String classes(Map<String, String> environment, Class<?> main, String output)
      throws Exception {
    Path loaded = scratch.resolve("loaded.txt");
    List<String> options =
        List.of(Installed.agent(), "-Xlog:class+load:file=" + loaded + "::filecount=0");
    String classPath = SdkVersion.V2_NEWEST.classPath();
    Finished run = run(Program.java(options, classPath, main, "export"), environment);
    assertTrue(run.succeeded(), run::errors);
    assertTrue(run.out().contains(output), run::out);
    boolean isPod = environment.containsKey("AWS_ROLE_ARN");
    assertTrue(isPod || !run.errors().contains("irsa"), run::errors);
    return Files.readString(loaded);
  }

  @Test
  void outsideOfAPodItDoesNothing() throws Exception {
    Map<String, String> keys =
        Map.of(
            "AWS_REGION", "eu-west-1",
            "AWS_ACCESS_KEY_ID", "ASIAEXAMPLE",
            "AWS_SECRET_ACCESS_KEY", "secret",
            "AWS_SESSION_TOKEN", "token");
    String classes = classes(keys, JavaV2Client.class, "ASIAEXAMPLE");

    assertTrue(classes.contains("dev.irsa.agent.IrsaAgent "), "the agent is missing");
    assertFalse(classes.contains("dev.irsa.agent.SdkClassFilter "), "it looks at classes");
    assertFalse(classes.contains("dev.irsa.agent.internal."), "it has a class loader");
  }

  @Test
  void inAPodOnlyAProgramWithAnSdkLoadsTheEngine() throws Exception {
    Map<String, String> variables = pod(Generation.V2).pod().exports();
    String without = classes(variables, EmptyMain.class, "");

    assertTrue(without.contains("dev.irsa.agent.SdkClassFilter "), "it does not look at classes");
    assertFalse(without.contains(ENGINE), "the engine is loaded");
    assertTrue(classes(variables, JavaV2Client.class, "ASIA").contains(ENGINE), "it is missing");
  }

  @Test
  void anUnknownArgumentEndsTheJvmAndTheKnownOnesAreListed() throws Exception {
    List<String> command =
        Program.java(
            List.of(Installed.agent() + "=metadata=open"),
            Program.classes().toString(),
            EmptyMain.class);
    Finished run = run(command, Map.of());

    assertEquals(1, run.exitCode(), run::errors);
    assertEquals(1, run.errors().lines().count(), run::errors);
    assertTrue(run.errors().contains("unknown argument \"metadata=open\""), run::errors);
    assertTrue(
        run.errors().contains("instance-metadata=pod (default), instance-metadata=closed"),
        run::errors);
    assertEquals("", run.out());
  }

  @Test
  void withOpenInstanceMetadataTheNodesRoleIsUsedIfStsDenies() throws Exception {
    SdkPod pod = pod(Generation.V2).withAgent("instance-metadata=open");
    pod.faults().always(Fault.error("AccessDenied", 403, "Not authorized"));
    Probe probe = pod.start();
    probe.ask("make chain");

    assertTrue(isNodeRole(probe.ask("get 1")), probe.errors());
    assertEquals(1, pod.exchanges().size());
  }

  @Test
  void allClassLoadersShareOneEngineAndOneSession() throws Exception {
    SdkPod pod = pod(Generation.V2);
    List<SdkVersion> applications =
        List.of(
            SdkVersion.V2_NEWEST,
            SdkVersion.V2_NEWEST,
            SdkVersion.V2_OLDEST,
            SdkVersion.V1_NEWEST,
            SdkVersion.V1_OLDEST);
    List<String> arguments = new ArrayList<>();
    for (SdkVersion application : applications) {
      arguments.addAll(List.of(application.sdk().name(), application.classPath()));
      arguments.addAll(List.of(application.sdk().name(), application.classPathRelocated()));
    }
    List<String> command =
        Program.java(
            List.of(Installed.agent()),
            Program.classes().toString(),
            IslandsMain.class,
            arguments.toArray(String[]::new));
    Finished run = run(command, new HashMap<>(pod.pod().exports()));

    assertTrue(run.succeeded(), run::errors);
    List<String> keys = run.out().lines().filter(line -> line.startsWith("key ")).toList();
    assertEquals(arguments.size() / 2, keys.size(), run::out);
    assertEquals(1, keys.stream().distinct().count(), keys::toString);
    assertEquals(1, pod.exchanges().size());
    assertEquals(
        arguments.size() / 2,
        run.errors().lines().filter(line -> line.contains(" provides ")).count(),
        run::errors);
    assertOne(run, "dev.irsa.internal.refresh.RefreshEngine");
    assertOne(run, "dev.irsa.internal.session.Sessions");
    assertOne(run, "dev.irsa.agent.internal.SdkInstrumentation");
  }

  /** Another copy of the class would have a line of its own. */
  private static void assertOne(Finished run, String type) {
    List<String> instances =
        Stream.of(run.out().split("\n", -1))
            .map(String::strip)
            .filter(line -> line.matches(".* " + type.replace(".", "\\.")))
            .map(line -> line.split("\\s+", -1)[1])
            .toList();
    assertEquals(List.of("1"), instances, type);
  }
}
