package dev.irsa.doctor.internal.check;

import dev.irsa.doctor.internal.classpath.ClassPath;
import dev.irsa.doctor.internal.jvm.JavaAgent;
import dev.irsa.doctor.internal.pod.ResolvedPath;
import org.jspecify.annotations.Nullable;

/** IRSA-26: the Java agent of irsa is not where the JVM looks for it, or cannot reach an SDK. */
final class JavaAgentCheck implements CauseCheck {

  @Override
  public Finding examine(Evidence evidence) {
    JavaAgent agent = evidence.javaAgent();
    if (agent == null) {
      return Finding.skip("JAVA_TOOL_OPTIONS does not name irsa-agent.jar");
    }
    // A relative path begins where the application is started, which is not known here.
    if (agent.jar().startsWith("/")
        && evidence.pod().files().follow(agent.jar()).end() == ResolvedPath.End.MISSING) {
      return Finding.fail(
          agent.variable()
              + " names "
              + agent.jar()
              + ", which is not there: the JVM does not start",
          "Mount a volume with irsa-agent.jar at that path, or copy it into the image.");
    }
    Finding relocated = relocated(evidence.options().classPath());
    return relocated == null
        ? Finding.pass(agent.jar() + " (" + agent.variable() + ")")
        : relocated;
  }

  private static @Nullable Finding relocated(@Nullable ClassPath classPath) {
    return classPath == null || classPath.relocatedSdks().isEmpty()
        ? null
        : Finding.warn(
            "a relocated copy of an AWS SDK is out of the agent's reach: "
                + String.join(", ", classPath.relocatedSdks()),
            "Give the software that contains it a provider of irsa, if it takes one; until then it"
                + " may use the role of the node.");
  }
}
