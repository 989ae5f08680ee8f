package dev.irsa.spring;

import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;

/** Warns if static keys of Spring Cloud AWS take precedence over the pod's role. */
@AutoConfiguration
@ConditionalOnProperty(OnIrsaPod.STATIC_KEYS)
final class StaticKeysWarning {

  StaticKeysWarning() {
    if (OnIrsaPod.isPod()) {
      LoggerFactory.getLogger("dev.irsa")
          .warn(
              "The static keys of {} shadow the pod's IAM role: this process is configured for"
                  + " IRSA or EKS Pod Identity, and does not use it. Remove the keys to use the"
                  + " role.",
              OnIrsaPod.STATIC_KEYS);
    }
  }
}
