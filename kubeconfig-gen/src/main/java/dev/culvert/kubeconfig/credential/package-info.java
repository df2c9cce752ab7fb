/**
 * What an exec credential plugin of client-go is asked and answers: {@link dev.culvert.kubeconfig.credential.ExecInfo},
 * {@link dev.culvert.kubeconfig.credential.ExecCredential}, and where the token comes from.
 *
 * <p>The plugin is a process of its own for each answer, and several may run at once: what they keep is in files, under locks.
 */
@NullMarked
package dev.culvert.kubeconfig.credential;

import org.jspecify.annotations.NullMarked;
