/**
 * A kubeconfig and how one entry gets into it: what to write ({@link dev.culvert.kubeconfig.ClusterAccess}), the document
 * ({@link dev.culvert.kubeconfig.Kubeconfig}) and the file ({@link dev.culvert.kubeconfig.KubeconfigFile}).
 *
 * <p>Everything but the file is immutable. The file is shared with other processes, kubectl among them: it is changed only
 * under the lock that kubectl takes, and only by renaming a complete new version over it.
 */
@NullMarked
package dev.culvert.kubeconfig;

import org.jspecify.annotations.NullMarked;
