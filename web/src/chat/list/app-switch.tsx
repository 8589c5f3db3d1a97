import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { onSaleQuery } from "../../api/queries.ts";
import { domainWords } from "../../domains.ts";
import { useChat } from "../use-chat.ts";

/** Each app has rooms of its own; where there are several, one goes from one to the other here. */
export function AppSwitch() {
  const { domain } = useChat();
  const { data = [] } = useQuery(onSaleQuery);
  if (data.length < 2) return null;
  return (
    <ul className="flex rounded-full border border-line bg-stage p-0.5 text-sm" aria-label="Rooms of">
      {data.map((each) => (
        <li key={each} className="flex-1">
          <Link
            to="/chat"
            search={{ d: domainWords[each].param }}
            data-current={each === domain ? "" : undefined}
            className="block rounded-full px-2 py-1 text-center font-medium whitespace-nowrap text-quiet hover:text-ink data-current:bg-raised data-current:text-ink data-current:shadow-sm"
          >
            {domainWords[each].many}
          </Link>
        </li>
      ))}
    </ul>
  );
}
