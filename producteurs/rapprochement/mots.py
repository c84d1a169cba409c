"""The words of farms' names, by how much they tell one farm from another.

Written without accents; compared as ``lemme`` leaves them, without plurals.
"""

from __future__ import annotations


def lemme(mot: str) -> str:
    """A word without its plural: « jardins » is « jardin »."""
    return mot[:-1] if len(mot) > 3 and mot[-1] in "sx" and mot[-2] != "s" else mot


def _lemmes(mots: str) -> frozenset[str]:
    return frozenset(lemme(mot) for mot in mots.split())


FORMES = _lemmes(
    "earl gaec scea sarl sas sasu ei eirl eurl sa sci sca scop scic snc gfa gie cuma sep selarl "
    "ets etablissement societe civile groupement exploitation agricole association asso "
    "monsieur madame mademoiselle m mr mme mlle mm entreprise individuelle auto entrepreneur "
    "famille"
)
LIENS = _lemmes("le la les l un une des du de d et a au aux en sur chez the dit dite ou avec n no")

CREUX = _lemmes(
    "ferme fermette microferme micro domaine maison mas bio biologique agriculture agriculteur "
    "producteur productrice production paysan paysanne produit terroir vente directe local fils "
    "pere frere soeur fermier fermiere gourmand gourmande saveur nature naturel naturelle "
    "france vendeur marche site internet boutique"
)
"""What half of the farms are called: says nothing alone."""

_METIERS = {
    "legumes": "jardin potager maraicher maraichere maraichage legume jardinier",
    "fruits": "verger fruit arboriculteur arboriculture pomme cerise fraise framboise",
    "miel": "miel rucher ruche apiculteur apicultrice apiculture abeille miellerie",
    "lait": "fromage fromagerie fromager fromagere chevrerie laiterie chevre lait yaourt bergerie",
    "viande": "boucherie elevage eleveur viande charcuterie boucher charolais limousine salaison",
    "oeufs": "poule oeuf volaille poulailler poulet canard foie gras",
    "vin": "vigneron vigneronne viticulteur viticultrice vin vignoble cave chai",
    "biere": "brasserie biere brasseur brasseuse houblon",
    "pain": "fournil boulangerie pain boulanger boulangere moulin farine minoterie",
    "plantes": "pepiniere horticulteur horticulture fleur serre plante aromatique safran",
    "poisson": "pisciculture truite poisson pisciculteur",
    "huile": "huile huilerie noix",
    "epicerie": "epicerie primeur",
    "amap": "amap",
    "panier": "panier",
}
METIERS = {mot: metier for metier, mots in _METIERS.items() for mot in _lemmes(mots)}
"""Trade words, by trade: two farms of one name and two trades are two farms."""

COURANTS = _lemmes(
    "martin durand dubois moreau lefebvre leroy roux fournier morel girard bonnet mercier blanc "
    "garnier faure rousseau petit grand saint pont croix pre bois grange chateau source vallee "
    "colline mont champ chene tilleul soleil ruisseau riviere roche lac prairie plateau haut "
    "bas vieux neuf bonne bon terre coin bourg hameau lavoir fontaine noyer"
)
"""Found in many names, but still names."""

PRENOMS = _lemmes(
    "adele adeline adrien agathe agnes aime alain alban albert alexandra alexandre alexis alice "
    "aline alizee alphonse amandine amelie anais anatole andre andree angele angelique anne "
    "annie anthony antoine antonin arlette armand arnaud arthur audrey auguste aurelie aurelien "
    "axel baptiste barbara bastien beatrice benedicte benjamin benoit bernadette bernard "
    "bertrand blandine brice brigitte bruno camille carine carole caroline catherine cecile "
    "cedric celia celine chantal charlene charles charlotte chloe christelle christian "
    "christiane christine christophe claire clara clarisse claude claudette claudine clemence "
    "clement colette coline corentin corinne cyril cyrille damien daniel daniele danielle david "
    "deborah delphine denis denise diane didier dominique dorian edith edmond edouard eliane "
    "elie eliott elisabeth elise elodie emeline emile emilie emma emmanuel emmanuelle eric "
    "estelle esther etienne eugene eva evelyne fabien fabienne fabrice fanny felix fernand "
    "flavie flora florence florent florian francine franck francois francoise frederic "
    "frederique gabriel gabrielle gael gaelle gaetan genevieve geoffroy georges gerald gerard "
    "germain gilbert gilberte gilles ginette gisele gregoire gregory guillaume gustave guy "
    "gwenaelle helene henri herve hubert hugo hugues ines irene isabelle jacky jacqueline "
    "jacques jean jeanne jeannine jennifer jeremie jeremy jerome jessica joanna joel joelle "
    "jonathan jordan joseph josette josiane jules julia julie julien juliette justine karine "
    "kevin laetitia laura laure laurence laurent laurie lea leo leon leonie lilian liliane "
    "lionel lisa loic louane louis louise luc lucas lucette lucie lucien lucienne ludivine "
    "ludovic lydie madeleine maeva magali manon marc marcel marcelle margaux margot marguerite "
    "maria marie marine marion marius marjorie marlene martial martine mathias mathieu mathilde "
    "matthieu maud maurice maxence maxime melanie melissa michael michel michele micheline "
    "mickael mireille monique morgane muriel myriam nadege nadia nadine nathalie nathan nicolas "
    "nicole noel noemie oceane odette odile olivia olivier ophelie oscar pascal pascale patrice "
    "patricia patrick paul paule paulette pauline perrine philippe pierre pierrette quentin "
    "rachel raoul raphael raymond regine regis remi remy rene renee richard robert robin "
    "rodolphe roger roland romain romane rosalie rose roselyne sabine sabrina samuel sandra "
    "sandrine sara sarah sebastien serge severine simon simone solange solene sophie stephane "
    "stephanie steve suzanne sylvain sylvaine sylvie tanguy theo theodore therese thibault "
    "thibaut thierry thomas tiphaine tristan urbain valentin valentine valerie vanessa "
    "veronique victoire victor vincent violette virginie viviane william xavier yann yannick "
    "yoann yohan yolande yves yvette yvon yvonne zoe"
)
