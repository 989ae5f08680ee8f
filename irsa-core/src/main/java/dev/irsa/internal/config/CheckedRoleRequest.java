package dev.irsa.internal.config;

import dev.irsa.credentials.MisconfiguredException.Problem;
import dev.irsa.credentials.RoleRequest;
import dev.irsa.internal.identity.ChainedIdentity;
import dev.irsa.internal.identity.WebIdentity;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A request for the session of another role, with the problems of its values. Immutable.
 *
 * <p>The limits are those of the AWS STS API reference, actions AssumeRoleWithWebIdentity and
 * AssumeRole.
 */
public final class CheckedRoleRequest {

  private static final Environment NOTHING = Environment.of(Map.of(), Map.of());

  /** The session name of a chained role if that of the pod's session is not known. */
  private static final String SESSION_NAME = "irsa";

  private static final Duration MAX_CHAINED = Duration.ofHours(1);
  private static final int MAX_TAGS = 50;

  private static final Pattern EXTERNAL_ID = Pattern.compile("[\\w+=,.@:/-]{2,1224}");
  private static final String TAG = "[\\p{L}\\p{Z}\\p{N}_.:/=+@-]";
  private static final Pattern TAG_KEY = Pattern.compile(TAG + "{1,128}");
  private static final Pattern TAG_VALUE = Pattern.compile(TAG + "{0,256}");

  private final RoleRequest request;
  private final @Nullable RoleArn role;
  private final SettingLookup lookup;
  private final IdentitySettings identity;

  private CheckedRoleRequest(RoleRequest request, boolean isChained) {
    this.request = request;
    this.lookup = new SettingLookup(NOTHING, Overrides.ofRequest(request));
    this.identity = new IdentitySettings(lookup);
    this.role = role(identity, false);
    check(isChained);
  }

  private @Nullable RoleArn role(IdentitySettings checking, boolean isAws) {
    return checking.role(new SettingValue(request.roleArn().strip(), SettingLookup.BUILDER), isAws);
  }

  /** Returns a request for a session with the same web identity token. */
  public static CheckedRoleRequest withToken(RoleRequest request) {
    return new CheckedRoleRequest(request, false);
  }

  /** Returns a request for a role that is assumed with the credentials of a session. */
  public static CheckedRoleRequest chained(RoleRequest request) {
    return new CheckedRoleRequest(request, true);
  }

  /** Returns the problems of the values, as far as they do not depend on the session. */
  public List<Problem> problems() {
    return List.copyOf(lookup.problems());
  }

  /** Returns the requested duration, or null. */
  public @Nullable Duration sessionDuration() {
    return request.sessionDuration();
  }

  /** Returns the role as it was given, for messages. */
  public String roleArn() {
    return request.roleArn();
  }

  /** Returns whether the region is set. */
  boolean hasRegion() {
    return request.region() != null;
  }

  /**
   * Returns the role, or null after adding a problem.
   *
   * @param isAws whether the ARN must be one of AWS itself
   */
  @Nullable RoleArn role(boolean isAws, List<Problem> found) {
    if (role != null && (!isAws || role.isOfAws())) {
      return role;
    }
    SettingLookup again = lookup.afresh();
    RoleArn valid = role(new IdentitySettings(again), isAws);
    found.addAll(again.problems());
    return valid;
  }

  /** Returns the identity of a session with the same token, from values that were checked. */
  WebIdentity withTokenOf(WebIdentity current, RoleArn role) {
    String name = stripped(request.roleSessionName());
    Duration duration = request.sessionDuration();
    String policy = stripped(request.sessionPolicy());
    List<String> arns = request.sessionPolicyArns();
    return new WebIdentity(
        role.text(),
        current.tokenFile(),
        current.tokenSupplier(),
        name == null ? current.roleSessionName() : name,
        duration == null ? current.duration() : Duration.ofSeconds(duration.toSeconds()),
        policy == null ? current.policy() : policy,
        arns == null ? current.policyArns() : arns);
  }

  /**
   * Returns the identity of a role that is assumed with the credentials of another session, from
   * values that were checked.
   *
   * @param sessionName the name of that session, or null
   */
  ChainedIdentity chainedTo(@Nullable String sessionName, RoleArn role) {
    String name = stripped(request.roleSessionName());
    return new ChainedIdentity(
        role.text(),
        name != null ? name : Objects.requireNonNullElse(sessionName, SESSION_NAME),
        request);
  }

  private static @Nullable String stripped(@Nullable String value) {
    return value == null ? null : value.strip();
  }

  /**
   * Returns the region of the STS that assumes a role, or null after adding a problem.
   *
   * @param ofSession the region of the session whose credentials assume it, or null
   */
  @Nullable String region(@Nullable String ofSession, List<Problem> found) {
    if (request.region() == null && ofSession == null) {
      found.add(
          new Problem(
              "AWS_REGION or AWS_DEFAULT_REGION",
              null,
              "neither is set to a region, whose STS is called to assume " + request.roleArn(),
              "set AWS_REGION, region(...) on the builder, or RoleRequest.withRegion(...)"));
    }
    return request.region() == null ? ofSession : request.region();
  }

  /** Checks the values that do not depend on the session to which the request is made. */
  private void check(boolean isChained) {
    String name = request.roleSessionName();
    if (name != null && name.isBlank()) {
      problem(Setting.ROLE_SESSION_NAME.label(), "is blank in a RoleRequest", "give it a value");
    } else if (name != null) {
      var unusedName = identity.sessionName();
    }
    var duration = identity.duration();
    var unusedPolicy = identity.policy();
    var unusedArns = identity.policyArns();
    if (isChained) {
      checkChained(duration);
    } else {
      refuseChainedOnly();
    }
  }

  private void refuseChainedOnly() {
    refuse("external id", request.externalId());
    refuse("source identity", request.sourceIdentity());
    refuse("region", request.region());
    if (!request.sessionTags().isEmpty() || !request.transitiveTagKeys().isEmpty()) {
      refuse("session tags", "");
    }
  }

  private void refuse(String setting, @Nullable String value) {
    if (value != null) {
      problem(setting, "is set, but a web identity token cannot carry it", "use chainedRole(...)");
    }
  }

  private void checkChained(@Nullable Duration duration) {
    if (duration != null && duration.compareTo(MAX_CHAINED) > 0) {
      problem(
          Setting.SESSION_DURATION_SECONDS.label(),
          duration.toSeconds() + " s is longer than the maximum for a chained role",
          "use 900 to 3600 seconds");
    }
    String id = request.externalId();
    if (id != null && !EXTERNAL_ID.matcher(id).matches()) {
      problem(
          "external id",
          "has " + id.length() + " characters, or some that STS does not accept",
          "use 2 to 1224 of the characters A-Z a-z 0-9 _ + = , . @ : / -");
    }
    String name = request.sourceIdentity();
    if (name != null && !WebIdentity.isSessionName(name)) {
      problem(
          "source identity",
          SettingValue.quote(name) + " is not a source identity",
          "use 2 to 64 of the characters A-Z a-z 0-9 _ + = , . @ -");
    }
    checkTags();
    if (request.region() != null) {
      var unused = StsSettings.region(lookup, true);
    }
  }

  private void checkTags() {
    Map<String, String> tags = request.sessionTags();
    if (tags.size() > MAX_TAGS) {
      problem("session tags", "are " + tags.size(), "give at most " + MAX_TAGS);
    }
    Set<String> keys = new HashSet<>();
    tags.forEach(
        (key, value) -> {
          if (!keys.add(key.toLowerCase(Locale.ROOT))) {
            String found =
                SettingValue.quote(key) + " is there twice: STS does not distinguish case";
            problem("session tags", found, "leave one");
          }
          if (!TAG_KEY.matcher(key).matches()) {
            tagProblem(key, "is not the key of a session tag", "1 to 128");
          } else if (key.toLowerCase(Locale.ROOT).startsWith("aws:")) {
            problem(
                "session tags",
                SettingValue.quote(key) + " begins with aws:, which is reserved",
                "use another key");
          }
          if (!TAG_VALUE.matcher(value).matches()) {
            tagProblem(key, "has a value that STS does not accept", "at most 256");
          }
        });
    for (String key : request.transitiveTagKeys()) {
      if (!keys.contains(key.toLowerCase(Locale.ROOT))) {
        String found = SettingValue.quote(key) + " is not the key of a session tag";
        problem("transitive tag keys", found, "set the tag as well");
      }
    }
  }

  private void tagProblem(String key, String found, String length) {
    problem(
        "session tags",
        SettingValue.quote(key) + " " + found,
        "use " + length + " letters, digits, spaces, and _ . : / = + - @");
  }

  private void problem(String setting, String found, String fix) {
    lookup.problem(setting, SettingLookup.BUILDER, found, fix);
  }
}
