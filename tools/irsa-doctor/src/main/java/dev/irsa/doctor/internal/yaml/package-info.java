/** Documents in YAML or JSON, with the place of each value. */
@NullMarked
package dev.irsa.doctor.internal.yaml;

import org.jspecify.annotations.NullMarked;
