/** The API server of the cluster, as the pod's service account may see it. */
@NullMarked
package dev.irsa.doctor.internal.cluster;

import org.jspecify.annotations.NullMarked;
