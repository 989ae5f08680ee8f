package dev.irsa.bench.measurement;

import dev.irsa.bench.run.Bench;
import dev.irsa.bench.run.ClassPaths;
import dev.irsa.bench.run.Jars;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A program, measured from its start.
 *
 * @param name the name in the results
 * @param main the main class, in dev.irsa.bench.pod
 * @param jars the class path
 * @param arguments the arguments of the main class
 * @param agent the agent that the JVM starts with, or null
 */
record Variant(String name, String main, Jars jars, List<String> arguments, @Nullable Path agent) {

  /** Returns the ways to obtain first credentials. */
  static List<Variant> credentials(ClassPaths paths) {
    Jars bench = paths.bench();
    return List.of(
        of("raw", bench),
        of("core", bench.and(paths.core())),
        of("v2", bench.and(paths.adapterV2()).and(paths.peer("sdk-v2-auth"))),
        of("sdk", bench.and(paths.peer("sdk-v2"))));
  }

  static Variant of(String name, Jars jars) {
    return new Variant(name, "FirstPod", jars, List.of(name), null);
  }

  /** Returns the program as it is, with an agent that does nothing, and with ours. */
  List<Variant> withAgents(String as, ClassPaths paths) {
    return List.of(
        new Variant(as, main, jars, arguments, null),
        new Variant(as + "-idle-agent", main, jars, arguments, paths.idleAgent()),
        new Variant(as + "-agent", main, jars, arguments, paths.agent()));
  }

  /**
   * Returns an application up to its first call, with static credentials, an exchange by hand, our
   * provider, our provider started before the client is built, as our starter does, and the SDK's
   * default provider.
   */
  static List<Variant> application(Bench bench, String main, String peer) {
    ClassPaths paths = bench.classPaths();
    Jars alone = paths.bench().and(paths.peer(peer));
    Jars ours = alone.and(paths.adapterV2());
    boolean spring = main.equals("SpringPod");
    return List.of(
        application(bench, main, "static", alone),
        application(bench, main, "raw", alone),
        application(bench, main, "irsa", ours),
        application(bench, main, "eager", spring ? alone.and(paths.springStarter()) : ours),
        application(bench, main, "sdk", alone.and(paths.peer("sdk-v2-url-connection"))));
  }

  private static Variant application(Bench bench, String main, String name, Jars jars) {
    return new Variant(name, main, jars, List.of(name, bench.sts().services()), null);
  }
}
