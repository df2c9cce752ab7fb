package dev.culvert.system.rig;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test class that needs a real cluster: the one of the kubeconfig that the environment variable
 * CULVERT_TEST_KUBECONFIG names. Without it the class is skipped, and says so.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("cluster")
@ExtendWith(SystemExtension.class)
public @interface SystemTest {}
