/** Manifests of Kubernetes, before they are applied. */
@NullMarked
package dev.irsa.doctor.internal.manifest;

import org.jspecify.annotations.NullMarked;
