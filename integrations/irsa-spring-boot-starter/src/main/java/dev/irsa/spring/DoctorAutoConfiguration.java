package dev.irsa.spring;

import dev.irsa.credentials.IrsaEvent;
import dev.irsa.doctor.IrsaDoctor;
import dev.irsa.sdk.v2.IrsaCredentialsProvider;
import java.util.List;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/**
 * Adds the endpoint {@code irsadoctor} to Actuator if {@code irsa-doctor} is on the class path. Its
 * access is {@code none} until {@code management.endpoint.irsadoctor.access} is {@code read-only}:
 * each call examines the pod for up to ten seconds and exchanges its token once.
 *
 * @since 0.1
 */
@AutoConfiguration
@ConditionalOnClass({IrsaDoctor.class, ConditionalOnAvailableEndpoint.class})
@ConditionalOnAvailableEndpoint(DoctorAutoConfiguration.DoctorEndpoint.class)
class DoctorAutoConfiguration {

  @Bean
  DoctorEndpoint irsaDoctorEndpoint() {
    return new DoctorEndpoint();
  }

  /** What the doctor finds, and what the guard has found so far, as text. */
  @Endpoint(id = "irsadoctor", defaultAccess = Access.NONE)
  static final class DoctorEndpoint {

    @ReadOperation(produces = "text/plain")
    String report() {
      List<IrsaEvent.ForeignIdentity> others = IrsaCredentialsProvider.foreignIdentities();
      return IrsaDoctor.report()
          + (others.isEmpty() ? "" : "\nOther identities: " + IrsaHealth.words(others) + "\n");
    }
  }
}
