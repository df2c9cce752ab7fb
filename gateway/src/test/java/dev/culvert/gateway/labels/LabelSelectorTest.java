package dev.culvert.gateway.labels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LabelSelectorTest {
    private static final Map<String, String> LABELS =
            Map.of("env", "prod", "example.com/tier", "web", "rack", "7", "old", "");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                                | true
            env=prod                          | true
            env == prod                       | true
            env=test                          | false
            env!=test                         | true
            env!=prod                         | false
            nothing!=prod                     | true
            nothing=prod                      | false
            env                               | true
            nothing                           | false
            !env                              | false
            !nothing                          | true
            ! nothing                         | true
            env in (test, prod)               | true
            env in (test)                     | false
            env notin (test,dev)              | true
            env notin (prod)                  | false
            nothing notin (prod)              | true
            example.com/tier=web,env=prod     | true
            example.com/tier=web,env=test     | false
            rack>6                            | true
            rack > 7                          | false
            rack<8                            | true
            env>1                             | false
            old=                              | true
            env=                              | false
            old,env in (,prod)                | true
            """)
    void selectsAsKubectlDoes(String selector, boolean matches) {
        assertThat(LabelSelector.parse(selector).matches(LABELS)).isEqualTo(matches);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "env=prod,",
                ",env",
                "env in",
                "env in prod",
                "env in (a",
                "env in ()x",
                "=prod",
                "env=a=b",
                "env!",
                "a b",
                "-x=1",
                "env=p/q",
                "e%v",
                "rack>x",
                "Example.com/tier=web",
                "/x",
                "env==,=",
                "(a)"
            })
    void whatKubectlRefusesIsRefused(String selector) {
        assertThatThrownBy(() -> LabelSelector.parse(selector)).isInstanceOf(IllegalArgumentException.class);
    }
}
