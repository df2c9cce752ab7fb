package dev.culvert.gateway.directory;

import com.fasterxml.jackson.databind.JsonNode;
import dev.culvert.gateway.config.ConfigException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Access rules that were written together: an {@code AccessRuleList}. */
public final class RuleList {
    private static final String KIND = "AccessRuleList";

    private RuleList() {}

    /** Throws {@link ConfigException} where one of them is not legal, or two have one name. */
    public static List<Draft> read(JsonNode document) {
        Draft.requireForm(document, KIND);
        JsonNode items = document.path("items");
        ConfigException.require(items.isArray(), "items", "must be a list");
        List<Draft> drafts = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (int i = 0; i < items.size(); i++) {
            try {
                Draft draft = Draft.read(Kind.ACCESS_RULE, items.get(i));
                ConfigException.require(
                        names.add(draft.name()), "metadata.name", "'" + draft.name() + "' is there twice");
                Specs.requireLegal(item(draft, Source.RULES_FILE));
                drafts.add(draft);
            } catch (ConfigException e) {
                throw e.within("items[" + i + "]");
            }
        }
        return drafts;
    }

    static Item item(Draft draft, Source source) {
        return Item.of(draft.kind(), Metadata.inFile(draft.name(), draft.labels(), source), draft.spec());
    }
}
