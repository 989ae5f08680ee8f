package dev.irsa.doctor;

import dev.irsa.credentials.OutboundTokenRequest;
import dev.irsa.testkit.server.Fault;
import java.io.IOException;
import java.time.Duration;

/** Changes a {@link PodWorld}. */
interface Planting {

  /** The usual request of a token for a service outside of AWS. */
  OutboundTokenRequest TOKEN =
      OutboundTokenRequest.audience("https://api.example.com/v1")
          .withDuration(Duration.ofMinutes(10));

  void plantIn(PodWorld world) throws IOException;

  static Planting set(String variable, String value) {
    return world -> world.environment.put(variable, value);
  }

  /** Plants a fault of STS in the exchange of the token. */
  static Planting exchange(Fault fault) {
    return world -> world.lab.sts().faults().on("AssumeRoleWithWebIdentity").always(fault);
  }

  /** Sets the spare endpoint, and lets the role's trust policy allow one region only. */
  static Planting onlyIn(String region) {
    return world -> {
      set("IRSA_STS_SPARE", PodWorld.SPARE).plantIn(world);
      String condition = "\"StringEquals\": {";
      world.editTrustPolicy(
          condition, condition + "\"aws:RequestedRegion\": \"%s\", ".formatted(region));
    };
  }

  /** Sets the spare endpoint, and plants a fault there in the exchange of the token. */
  static Planting spare(Fault fault) {
    return world -> {
      set("IRSA_STS_SPARE", PodWorld.SPARE).plantIn(world);
      world.lab.sts(PodWorld.SPARE).faults().on("AssumeRoleWithWebIdentity").always(fault);
    };
  }

  /** Plants a fault of STS in GetCallerIdentity. */
  static Planting caller(Fault fault) {
    return world -> world.lab.sts().faults().on("GetCallerIdentity").always(fault);
  }

  /** Plants a fault of the Pod Identity agent. */
  static Planting agent(Fault fault) {
    return world -> world.lab.agent().faults().on("GetCredentials").always(fault);
  }
}
