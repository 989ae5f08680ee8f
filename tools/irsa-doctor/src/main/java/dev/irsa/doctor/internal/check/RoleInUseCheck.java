package dev.irsa.doctor.internal.check;

import dev.irsa.doctor.Verdict;
import dev.irsa.doctor.internal.classpath.ClassPath;
import dev.irsa.doctor.internal.network.NodeMetadata;
import dev.irsa.doctor.internal.pod.Texts;
import dev.irsa.internal.inspect.Role;
import dev.irsa.internal.inspect.StsReply;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** IRSA-01: the application uses another role than the pod's, usually that of the node. */
final class RoleInUseCheck {

  private static final Pattern ASSUMED_ROLE =
      Pattern.compile("arn:[\\w-]+:sts::(\\d{12}):assumed-role/([\\w+=,.@-]+)/(.+)");
  private static final Pattern NODE_SESSION = Pattern.compile("i-[0-9a-f]+");

  static Finding examine(Evidence evidence) {
    ClassPath classPath = evidence.options().classPath();
    // The rules of Pod Identity are those of POD-04.
    Finding ofClassPath =
        classPath == null || evidence.sources().usesContainer()
            ? null
            : SdkRules.judge(classPath, evidence.javaAgent() != null);
    if (ofClassPath != null && ofClassPath.verdict() == Verdict.FAIL) {
      return ofClassPath.in(Step.APPLICATION);
    }
    Finding ofRole = unexpected(evidence);
    if (ofRole != null) {
      return ofRole;
    }
    Finding ofCaller = ofCaller(evidence);
    return ofClassPath != null && ofCaller.verdict() != Verdict.FAIL ? ofClassPath : ofCaller;
  }

  /** Compares the configured role with the expected one. */
  private static @Nullable Finding unexpected(Evidence evidence) {
    Role expected = evidence.options().expectedRole();
    Fact<Role> role = evidence.role();
    if (expected == null || role.isMissing() || role.get().arn().equals(expected.arn())) {
      return null;
    }
    return Finding.fail(
            "AWS_ROLE_ARN is " + role.get().arn() + ", but " + expected.arn() + " is expected",
            "Annotate the pod's service account with eks.amazonaws.com/role-arn="
                + expected.arn()
                + " and recreate the pod.")
        .in(Step.SETTINGS);
  }

  private static Finding ofCaller(Evidence evidence) {
    String staticArn = evidence.staticCaller.part(StsReply::callerArn);
    if (staticArn != null) {
      return judge(evidence, staticArn);
    }
    Fact<StsReply> caller = evidence.caller;
    String arn = caller.part(StsReply::callerArn);
    if (arn != null) {
      return judge(evidence, arn);
    }
    String nodeRole = evidence.instanceMetadata.part(NodeMetadata::role);
    boolean isNode =
        evidence.settings().isMissing() && !evidence.sources().usesContainer() && nodeRole != null;
    return isNode
        ? Finding.fail(
            "nothing but instance metadata supplies credentials: the SDKs use the node's role "
                + nodeRole,
            "Give the pod a role of its own, see IRSA-04.")
        : Finding.skip(
            caller.isMissing()
                ? caller.why()
                : "STS did not say whose the credentials are, see IRSA-10");
  }

  /** Returns whether an ARN is that of a session of a role; it does not contain the role's path. */
  static boolean isSessionOf(Role role, String arn) {
    Matcher session = ASSUMED_ROLE.matcher(arn);
    return session.matches()
        && session.group(1).equals(role.account())
        && role.arn().endsWith("/" + session.group(2));
  }

  private static Finding judge(Evidence evidence, String arn) {
    Fact<Role> role = evidence.role();
    Matcher session = ASSUMED_ROLE.matcher(arn);
    String shown = "the credentials belong to " + Texts.plain(arn);
    if (session.matches() && NODE_SESSION.matcher(session.group(3)).matches()) {
      return Finding.fail(
          shown + ", the role of the node", "Remove what supplies them, see IRSA-06 and IRSA-22.");
    }
    if (evidence.sources().usesContainer()) {
      return Finding.pass(shown);
    }
    if (role.isMissing()) {
      return Finding.skip(role.why());
    }
    return isSessionOf(role.get(), arn)
        ? Finding.pass(shown)
        : Finding.fail(
            shown + ", not to " + role.get().arn(), "Remove what supplies them, see IRSA-06.");
  }
}
