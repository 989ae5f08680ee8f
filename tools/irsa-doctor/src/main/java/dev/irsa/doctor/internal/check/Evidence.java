package dev.irsa.doctor.internal.check;

import dev.irsa.doctor.internal.pod.ExaminedPod;
import dev.irsa.doctor.internal.pod.Secrets;
import dev.irsa.doctor.internal.pod.ServiceAccountVolume;
import dev.irsa.doctor.internal.probe.LocalMachine;
import dev.irsa.internal.config.Setting;
import java.nio.file.Path;

/**
 * Everything that the checks look at, by subject. Each part is obtained once, when the first check
 * asks for it, except calls that do not depend on others: they run in the background from the
 * start. Used by one thread.
 */
final class Evidence {
  final ExaminationOptions options;
  final IdentityEvidence identity;
  final PodEvidence pod;
  final TokenEvidence token;
  final PolicyEvidence policy;
  final ExchangeEvidence exchange;
  final CallerEvidence caller;
  final OutboundEvidence outbound;

  Evidence(ExaminedPod pod, ExaminationOptions options, LocalMachine machine, Secrets secrets) {
    this.options = options;
    this.identity = new IdentityEvidence(pod);
    ServiceAccountVolume account = ServiceAccountVolume.of(pod.files());
    if (account != null && account.token() != null) {
      secrets.add(account.token().secretText());
    }
    Path bundle = identity.settings.configuration().get(Setting.CA_BUNDLE);
    CallBudget budget =
        new CallBudget(
            identity.settings,
            bundle == null ? null : pod.files().follow(bundle.toString()).place(),
            options.offline(),
            machine,
            secrets);
    this.token = new TokenEvidence(pod, identity, budget, secrets);
    this.policy = new PolicyEvidence(options.trust(), identity, token);
    this.exchange =
        new ExchangeEvidence(
            identity,
            new StsEvidence(identity::stsEndpoint, identity, token, budget, options.waits()),
            new StsEvidence(identity::spareEndpoint, identity, token, budget, false),
            new AgentEvidence(identity, token, budget));
    this.caller = new CallerEvidence(pod, identity, exchange, budget, options);
    this.outbound =
        new OutboundEvidence(options.outbound(), identity, exchange, caller, budget, secrets);
    this.pod = new PodEvidence(pod, account, options, budget);
  }
}
