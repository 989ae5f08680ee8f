package dev.irsa.doctor.internal.check;

import static dev.irsa.doctor.internal.text.ForeignText.plain;

import dev.irsa.doctor.internal.classpath.ClassPath;
import dev.irsa.doctor.internal.pod.InstanceMetadata;
import dev.irsa.doctor.internal.probe.CallerIdentityResult;
import dev.irsa.doctor.report.Verdict;
import dev.irsa.internal.config.RoleArn;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Causes that show once the credentials are used: whose they are, and what they may do. */
final class CallerChecks {
  private static final Pattern ASSUMED_ROLE =
      Pattern.compile("arn:[\\w-]+:sts::(\\d{12}):assumed-role/([\\w+=,.@-]+)/(.+)");
  private static final Pattern NODE_SESSION = Pattern.compile("i-[0-9a-f]+");

  static final String UNKNOWN_CALLER =
      "STS did not name the identity behind the credentials, see IRSA-10";

  private CallerChecks() {}

  /** IRSA-01: the application uses another role than the pod's, usually that of the node. */
  static Finding roleInUse(
      IdentityEvidence identity,
      PodEvidence pod,
      CallerEvidence caller,
      ExaminationOptions options) {
    ClassPath classPath = pod.classPath;
    // POD-04 looks at the class path of pods with Pod Identity.
    Finding ofClassPath =
        classPath == null || identity.sources.usesContainer()
            ? null
            : SdkRules.judge(classPath, pod.javaAgent != null);
    if (ofClassPath != null && ofClassPath.verdict() == Verdict.FAIL) {
      return ofClassPath.in(Step.APPLICATION);
    }
    Finding ofRole = unexpected(identity, options);
    if (ofRole != null) {
      return ofRole;
    }
    Finding ofCaller = ofCaller(identity, pod, caller);
    return ofClassPath != null && ofCaller.verdict() != Verdict.FAIL ? ofClassPath : ofCaller;
  }

  /** Compares the configured role with the expected one. */
  private static @Nullable Finding unexpected(
      IdentityEvidence identity, ExaminationOptions options) {
    RoleArn expected = options.expectedRole();
    if (expected == null || !identity.role.is(role -> !role.equals(expected))) {
      return null;
    }
    return Finding.fail(
            "AWS_ROLE_ARN is "
                + identity.role.get().text()
                + ", but "
                + expected.text()
                + " is expected",
            "Annotate the pod's service account with eks.amazonaws.com/role-arn="
                + expected.text()
                + " and recreate the pod.")
        .in(Step.SETTINGS);
  }

  private static Finding ofCaller(
      IdentityEvidence identity, PodEvidence pod, CallerEvidence caller) {
    String staticArn = caller.staticCaller.part(CallerIdentityResult::callerArn);
    if (staticArn != null) {
      return judge(identity, staticArn);
    }
    Lazy<CallerIdentityResult> identified = caller.caller;
    String arn = identified.part(CallerIdentityResult::callerArn);
    if (arn != null) {
      return judge(identity, arn);
    }
    String nodeRole = pod.instanceMetadata.part(InstanceMetadata::role);
    boolean isNode =
        !identity.sources.hasWebIdentity() && !identity.sources.usesContainer() && nodeRole != null;
    return isNode
        ? Finding.fail(
            "nothing but instance metadata supplies credentials: the SDKs use the node's role "
                + nodeRole,
            "Give the pod a role of its own, see IRSA-04.")
        : Finding.skip(identified.isMissing() ? identified.why() : UNKNOWN_CALLER);
  }

  private static Finding judge(IdentityEvidence identity, String arn) {
    Matcher session = ASSUMED_ROLE.matcher(arn);
    String shown = "the credentials belong to " + plain(arn);
    if (session.matches() && NODE_SESSION.matcher(session.group(3)).matches()) {
      return Finding.fail(
          shown + ", the role of the node", "Remove what supplies them, see IRSA-06 and IRSA-22.");
    }
    if (identity.sources.usesContainer()) {
      return Finding.pass(shown);
    }
    if (identity.role.isMissing()) {
      return Finding.skip(identity.role.why());
    }
    return belonging(arn, identity.role.get(), "Remove what supplies them, see IRSA-06.");
  }

  /** Returns whether credentials belong to a role. */
  static Finding belonging(String arn, RoleArn role, String fix) {
    String shown = "the credentials belong to " + plain(arn);
    Matcher session = ASSUMED_ROLE.matcher(arn);
    // The ARN of a session does not contain the path of its role.
    boolean isOfRole =
        session.matches()
            && session.group(1).equals(role.account())
            && role.text().endsWith("/" + session.group(2));
    return isOfRole ? Finding.pass(shown) : Finding.fail(shown + ", not to " + role.text(), fix);
  }

  /** IRSA-10: the role is right, a permission is missing. */
  static Finding permissions(CallerEvidence caller) {
    CallerIdentityResult reply = caller.caller.get();
    if (reply.isSuccess()) {
      return Finding.pass(
          "the credentials are right: where a service denies access to "
              + plain(reply.callerArn())
              + ", this role lacks a permission");
    }
    if (StsNetworkChecks.isFarOff(caller)) {
      return Finding.skip("not before the clock is right, see IRSA-15");
    }
    String code = String.valueOf(reply.code());
    if (code.startsWith("AccessDenied")) {
      Denial denial = Denial.of(reply.message());
      String where =
          ("Something denies it explicitly: look at the policy of the VPC endpoint for STS,"
                  + " service control policies, the permissions boundary and revoked sessions of %s.")
              .formatted(caller.shownRole());
      return Finding.fail(
          "STS denies GetCallerIdentity, which needs no permission: "
              + Denial.shown(reply.describe()),
          denial.isFinal() ? denial.fix() : where + denial.explained());
    }
    if (isInvalid(code)) {
      return Finding.skip("see IRSA-19");
    }
    return Finding.fail(
        "GetCallerIdentity failed: " + reply.describe(),
        code.startsWith("Signature")
            ? "Something between this pod and STS changes requests: look at proxies and meshes, and at"
                + " the clock, IRSA-15."
            : "STS issued credentials, but does not answer with them: try again, and look at proxies"
                + " between this pod and STS.");
  }

  private static boolean isInvalid(String code) {
    return code.equals("InvalidClientTokenId") || code.equals("ExpiredToken");
  }

  /** IRSA-18: the pod's role may not assume the chained role. */
  static Finding chainedRole(
      IdentityEvidence identity, CallerEvidence caller, ExaminationOptions options) {
    CallerIdentityResult reply = caller.chainedRole.get();
    RoleArn chained = Objects.requireNonNull(options.chain());
    if (reply.isSuccess()) {
      return Finding.pass("the pod's role may assume " + chained.text());
    }
    Denial denial = Denial.of(reply.message());
    String fix =
        denial.isFinal()
            ? denial.fix()
            : chainedRoleFix(identity, caller.shownRole(), chained, options.externalId(), denial)
                + denial.explained();
    return Finding.fail(
        "the pod's role cannot assume " + chained.text() + ": " + Denial.shown(reply.describe()),
        fix);
  }

  /** Returns how to allow exactly the request that failed, where AWS says that it is not. */
  private static String chainedRoleFix(
      IdentityEvidence identity,
      String own,
      RoleArn chained,
      @Nullable String externalId,
      Denial denial) {
    boolean isTagged = identity.sources.usesContainer();
    String permissions =
        "The permissions of %s need {\"Effect\": \"Allow\", \"Action\": %s, \"Resource\": \"%s\"}%s."
            .formatted(
                own,
                isTagged ? "[\"sts:AssumeRole\", \"sts:TagSession\"]" : "\"sts:AssumeRole\"",
                chained.text(),
                isTagged
                    ? ""
                    : ", and sts:TagSession in both policies if the application sets tags");
    String ofId =
        externalId == null
            ? "If the trust policy of %s has sts:ExternalId, give that id with --external-id and to the"
                + " application, and change nothing else."
            : "If the trust policy of %s has another sts:ExternalId for this role, correct that of the"
                + " application and of --external-id, and change nothing else.";
    String trust =
        (ofId + "\nOtherwise it must allow the role:\n%s%s")
            .formatted(
                chained.name(),
                TrustPolicyFix.commands(
                    chained.name(), TrustPolicyFix.forRole(own, externalId, isTagged), null),
                externalId == null
                    ? "\nIf the role should not have an external id, write \"Null\":"
                        + " {\"sts:ExternalId\": \"true\"} in place of \"StringEquals\"."
                    : "");
    if (denial.lacks(Denial.Policy.IDENTITY_BASED, Denial.Policy.IDENTITY_BASED)) {
      return permissions;
    }
    return denial.lacks(Denial.Policy.TRUST, Denial.Policy.RESOURCE_BASED)
        ? trust
        : "1. " + permissions + "\n2. " + trust;
  }

  /** IRSA-19: the role was deleted and made anew, or its sessions were revoked. */
  static Finding revokedSession(CallerEvidence caller) {
    CallerIdentityResult reply = caller.caller.get();
    if (reply.isSuccess()) {
      return Finding.pass("STS accepts new credentials of the role");
    }
    String code = String.valueOf(reply.code());
    return isInvalid(code)
        ? Finding.fail(
            "STS issued credentials and then rejected them: " + reply.describe(),
            "The role was deleted and created again, or its sessions were revoked: recreate the pods"
                + " that hold old sessions of "
                + caller.shownRole()
                + ", or let the library renew them (invalidate). If new credentials are rejected for"
                + " more than some minutes, check that no other account has the role.")
        : Finding.skip("see IRSA-10");
  }

  /** IRSA-22: the node's role is within reach, so a fall-back to it is possible. */
  static Finding instanceMetadata(PodEvidence pod) {
    InstanceMetadata metadata = pod.instanceMetadata.get();
    if (metadata.disabled()) {
      return Finding.pass("disabled (AWS_EC2_METADATA_DISABLED)");
    }
    if (!metadata.reached()) {
      return Finding.pass("out of reach");
    }
    String role = metadata.role() == null ? "" : " (" + metadata.role() + ")";
    return Finding.warn(
        "%s is within reach: SDKs that find nothing else take the role of the node%s"
            .formatted(plain(metadata.endpoint()), role),
        "aws ec2 modify-instance-metadata-options --instance-id <node> --http-tokens required"
            + " --http-put-response-hop-limit 1\nOr set AWS_EC2_METADATA_DISABLED=true in the"
            + " container.");
  }
}
