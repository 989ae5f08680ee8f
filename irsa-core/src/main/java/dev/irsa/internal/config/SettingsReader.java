package dev.irsa.internal.config;

import dev.irsa.credentials.IdentitySource;
import dev.irsa.internal.identity.ContainerIdentity;
import dev.irsa.internal.identity.Identity;
import dev.irsa.internal.identity.TokenSupplier;
import dev.irsa.internal.identity.WebIdentity;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads and checks all settings, and collects their problems. Used once, by one thread. */
final class SettingsReader {

  private final SettingLookup lookup;
  private final IdentitySettings identitySettings;
  private final ContainerSettings container;

  SettingsReader(SettingLookup lookup) {
    this.lookup = lookup;
    this.identitySettings = new IdentitySettings(lookup);
    this.container = new ContainerSettings(lookup, identitySettings);
  }

  Settings read() {
    return chooseSource() == IdentitySource.CONTAINER ? readContainer() : readWebIdentity();
  }

  /**
   * Returns the source to use. What is given in code goes before the environment, and there a web
   * identity before container credentials, as in the chains of all AWS SDKs.
   */
  private IdentitySource chooseSource() {
    IdentitySource only = lookup.overrides().source();
    if (only != null) {
      return only;
    }
    if (container.isGivenInCode()) {
      if (isWebIdentityGivenInCode()) {
        lookup.problem(
            "container credentials",
            SettingLookup.BUILDER,
            "are set together with a web identity",
            "set roleArn(...) and webIdentityTokenFile(...), or containerCredentialsUri(...) and"
                + " its token, but not both");
      }
      return IdentitySource.CONTAINER;
    }
    boolean webIdentity =
        isWebIdentityGivenInCode()
            || lookup.inEnvironment(Setting.ROLE_ARN) != null
            || lookup.inEnvironment(Setting.WEB_IDENTITY_TOKEN_FILE) != null;
    return webIdentity || !container.isConfigured()
        ? IdentitySource.WEB_IDENTITY
        : IdentitySource.CONTAINER;
  }

  private boolean isWebIdentityGivenInCode() {
    return lookup.overridden(Setting.ROLE_ARN) != null
        || lookup.overridden(Setting.WEB_IDENTITY_TOKEN_FILE) != null
        || lookup.overridden(Setting.WEB_IDENTITY_TOKEN) != null;
  }

  private Settings readContainer() {
    boolean configured = container.isConfigured();
    ContainerIdentity identity = null;
    if (configured) {
      identity = container.read();
      reportUnused();
    } else {
      identitySettings.reportNeither();
    }
    Path caBundle = identitySettings.path(Setting.CA_BUNDLE, lookup.find(Setting.CA_BUNDLE));
    boolean valid = lookup.problems().isEmpty();
    StsSettings sts = StsSettings.ofChain(lookup);
    return settings(configured, valid ? identity : null, null, sts, caBundle);
  }

  /** Reports settings of a web identity session, which a container endpoint does not know. */
  private void reportUnused() {
    if (identitySettings.hasPolicy()) {
      lookup.problem(
          Setting.SESSION_POLICY.label(),
          SettingLookup.BUILDER,
          "is set, but a container endpoint cannot apply it",
          "remove it, or use a role of a chain (chainedRole) that has fewer permissions");
    }
    if (lookup.find(Setting.SESSION_DURATION_SECONDS) != null) {
      lookup.note(
          Setting.SESSION_DURATION_SECONDS.label()
              + " is ignored: the container endpoint determines the duration of sessions");
    }
    if (lookup.find(Setting.ROLE_SESSION_NAME) != null) {
      lookup.note(
          Setting.ROLE_SESSION_NAME.label()
              + " is ignored: the container endpoint determines the name of sessions");
    }
  }

  private Settings readWebIdentity() {
    SettingValue roleValue = lookup.find(Setting.ROLE_ARN);
    TokenSupplier supplier = lookup.overrides().tokenSupplier();
    Setting token = supplier == null ? Setting.WEB_IDENTITY_TOKEN_FILE : Setting.WEB_IDENTITY_TOKEN;
    SettingValue tokenValue = lookup.find(token);
    boolean besides = lookup.overrides().source() == null && container.hasUriInEnvironment();
    boolean configured = identitySettings.checkPresence(roleValue, token, tokenValue, besides);
    if (roleValue != null && tokenValue != null && besides && !isWebIdentityGivenInCode()) {
      lookup.note(
          "This process is configured for IRSA and for container credentials (EKS Pod Identity)."
              + " IRSA is used, as by the AWS SDKs; remove the annotation"
              + " eks.amazonaws.com/role-arn of the service account to use Pod Identity");
    }
    SettingValue overrideValue = StsSettings.override(lookup);
    RoleArn role =
        roleValue == null ? null : identitySettings.role(roleValue, overrideValue == null);
    Path tokenFile = supplier != null ? null : identitySettings.path(token, tokenValue);
    StsSettings sts = StsSettings.read(lookup, overrideValue, overrideValue != null);
    String sessionName = identitySettings.sessionName();
    Duration duration = identitySettings.duration();
    String policy = identitySettings.policy();
    List<String> policyArns = identitySettings.policyArns();
    Path caBundle = identitySettings.path(Setting.CA_BUNDLE, lookup.find(Setting.CA_BUNDLE));
    WebIdentity identity = null;
    if (role != null && tokenValue != null && lookup.problems().isEmpty()) {
      identity =
          new WebIdentity(
              role.text(), tokenFile, supplier, sessionName, duration, policy, policyArns);
    }
    return settings(configured, identity, role, sts, caBundle);
  }

  private Settings settings(
      boolean configured,
      @Nullable Identity identity,
      @Nullable RoleArn role,
      StsSettings sts,
      @Nullable Path caBundle) {
    return new Settings(
        configured,
        identity,
        role,
        sts,
        ProxyRules.find(lookup),
        caBundle,
        lookup.origins(),
        lookup.problems(),
        lookup.warnings(),
        lookup.notes());
  }
}
